#pragma once

#include "datetime_rule.h"

#include <optional>
#include <string>
#include <vector>

namespace levada::airbyte {

/// The newest time seen in each slice that is being read. Few at a time; finding the slice of the record before is one
/// comparison of texts. Not thread-safe.
class OpenWindows {
public:
    /// A record of `slice` has this time.
    void observe(const StreamSlice& slice, const Moment& time);
    /// The newest time of `slice`, nothing when no record had one.
    std::optional<Moment> newest(const StreamSlice& slice) const;
    /// Forgets `slice` and gives its newest time.
    std::optional<Moment> take(const StreamSlice& slice);

private:
    struct Entry {
        std::string slice;  // StreamSlice::merged_text().
        Moment newest;
    };
    std::size_t find(const StreamSlice& slice) const;

    std::vector<Entry> entries_;  // The slice of the last record is the last entry.
};

/// What is left of `slice` after its newest record. Source: ConcurrentCursor.reduce_slice_range.
StreamSlice rest_of(const DatetimeRule& rule, const StreamSlice& slice, const OpenWindows& open);

}  // namespace levada::airbyte
