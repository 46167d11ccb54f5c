#pragma once

#include "raw_json.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Goes through any iterable once, without copying it: lists and dicts are seen as they change.
class Iteration {
public:
    /// Errors: type_error (not iterable). An undefined value has no items.
    static Outcome<Iteration> over(const Value& iterable);

    /// Sets `item` and gives true, or gives false at the end. Errors: those of a generator, runtime_error when a dict
    /// grew or shrank meanwhile.
    Outcome<bool> next(Value& item);

private:
    explicit Iteration(const Value& iterable) : iterable_(iterable) {}
    Outcome<bool> next_of_dict(const Value& dict, Value& item);
    bool next_of_list(Value& item);
    bool next_of_text(Value& item);
    bool next_of_range(Value& item);
    bool next_raw(Value& item);

    Value iterable_;
    std::size_t at_ = 0;
    std::uint32_t version_ = 0;
    std::optional<RawWalk> walk_;
};

}  // namespace levada::jinja
