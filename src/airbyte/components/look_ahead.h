#pragma once

#include <optional>
#include <utility>

#include "levada/base/result.h"

namespace levada::airbyte {

/// Items with the knowledge which one is the last, as the CDK's iterate_with_last_flag gives them: the next item is
/// fetched before the current one is given out, so a failing fetch loses the current one, too.
template <class T>
class LookAhead {
public:
    struct Item {
        T value;
        bool is_last = false;
    };

    /// `fetch` gives Result<std::optional<T>>. Nothing at the end.
    template <class Fetch>
    Result<std::optional<Item>> next(const Fetch& fetch) {
        if (!std::exchange(is_started_, true)) {
            LEVADA_TRY(ahead_, fetch());
        }
        if (!ahead_) {
            return std::optional<Item>();
        }
        Item item{std::move(*ahead_), false};
        ahead_.reset();
        LEVADA_TRY(ahead_, fetch());
        item.is_last = !ahead_.has_value();
        return std::optional<Item>(std::move(item));
    }

private:
    std::optional<T> ahead_;
    bool is_started_ = false;
};

}  // namespace levada::airbyte
