#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// One unit of reading a stream: a partition (which parent, which list item) and a cursor slice (which time window).
/// A value: cheap to move, compared by partition and cursor slice only. Source: airbyte_cdk/sources/types.py.
class StreamSlice {
public:
    StreamSlice();

    /// Errors: invalid_data when partition and cursor slice share a key.
    static Result<StreamSlice> make(Json partition, Json cursor_slice, Json extra_fields);

    const Json& partition() const { return partition_; }
    const Json& cursor_slice() const { return cursor_slice_; }
    /// What travels along with the slice without being part of its identity (parent fields, property chunks).
    const Json& extra_fields() const { return extra_fields_; }
    /// Partition and cursor slice in one mapping: what templates see as `stream_slice`.
    const Json& merged() const { return merged_; }

    /// merged() as JSON text; it lives as long as this slice.
    const std::string& merged_text() const { return merged_text_; }
    /// merged() with the members `partition`, `cursor_slice` and `extra_fields`, which templates reach as attributes.
    std::string attributes_text() const;

    /// The value under `key` in merged(), or null.
    const Json* find(std::string_view key) const;
    bool is_empty() const;

    /// The same slice with other extra fields.
    StreamSlice with_extra_fields(Json extra_fields) const;
    /// The same partition and extra fields with another window. The keys must not collide with the partition's.
    StreamSlice with_cursor_slice(Json cursor_slice) const;

    /// The partition as JSON text with sorted keys and no spaces: the key of per-partition state.
    std::string partition_key() const;
    /// partition_key() of the whole slice.
    std::string key() const;

    friend bool operator==(const StreamSlice& a, const StreamSlice& b);

private:
    Json partition_;
    Json cursor_slice_;
    Json extra_fields_;
    Json merged_;
    std::string merged_text_ = "{}";
};

}  // namespace levada::airbyte
