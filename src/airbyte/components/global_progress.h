#pragma once

#include "datetime_rule.h"

#include <optional>
#include <string>

namespace levada::airbyte {

/// The highest time that any partition saw, kept and compared as printed text, as the CDK does: with a format whose
/// texts do not sort like times the highest text is not the latest time.
/// Source: ConcurrentPerPartitionCursor._update_global_cursor. Not thread-safe.
class GlobalProgress {
public:
    explicit GlobalProgress(std::shared_ptr<const CursorField> field);

    /// Starts from the time of an input state.
    void reset(const Moment& time);
    /// A record or a finished partition reached `time`. Does not print it when it can't be the highest.
    void observe(const Moment& time);

    bool is_empty() const { return !newest_.has_value(); }
    /// {field: text}; must not be empty.
    Json state() const;

private:
    std::shared_ptr<const CursorField> field_;
    bool orders_as_text_;
    std::optional<Moment> newest_;
    std::string text_;
};

}  // namespace levada::airbyte
