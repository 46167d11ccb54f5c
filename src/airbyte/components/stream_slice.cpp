#include "levada/airbyte/components/stream_slice.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "levada/airbyte/components/python_json.h"

namespace levada::airbyte {

namespace {

Json merge(const Json& partition, const Json& cursor_slice) {
    Json merged = partition;
    for (const Json::Member& member : cursor_slice.as_object()) {
        merged.set(member.key, member.value);
    }
    return merged;
}

Json object_or_empty(Json value) {
    return value.is_object() ? std::move(value) : Json::object();
}

}  // namespace

StreamSlice::StreamSlice()
    : partition_(Json::object()),
      cursor_slice_(Json::object()),
      extra_fields_(Json::object()),
      merged_(Json::object()) {}

Result<StreamSlice> StreamSlice::make(Json partition, Json cursor_slice, Json extra_fields) {
    StreamSlice slice;
    slice.partition_ = object_or_empty(std::move(partition));
    slice.cursor_slice_ = object_or_empty(std::move(cursor_slice));
    slice.extra_fields_ = object_or_empty(std::move(extra_fields));
    for (const Json::Member& member : slice.cursor_slice_.as_object()) {
        if (slice.partition_.contains(member.key)) {
            return Error(ErrorCode::invalid_data,
                         "stream slice: partition and cursor window share the key \"" + member.key + "\"");
        }
    }
    slice.merged_ = merge(slice.partition_, slice.cursor_slice_);
    slice.merged_text_ = slice.merged_.dump();
    return slice;
}

std::string StreamSlice::attributes_text() const {
    Json all = merged_;
    const auto add = [&all](std::string_view key, const Json& value) {
        if (!all.contains(key)) {
            all.set(key, value);
        }
    };
    add("extra_fields", extra_fields_);
    add("partition", partition_);
    add("cursor_slice", cursor_slice_);
    return all.dump();
}

const Json* StreamSlice::find(std::string_view key) const {
    return merged_.find(key);
}

bool StreamSlice::is_empty() const {
    return merged_.size() == 0;
}

StreamSlice StreamSlice::with_extra_fields(Json extra_fields) const {
    StreamSlice slice = *this;
    slice.extra_fields_ = object_or_empty(std::move(extra_fields));
    return slice;
}

StreamSlice StreamSlice::with_cursor_slice(Json cursor_slice) const {
    StreamSlice slice = *this;
    slice.cursor_slice_ = object_or_empty(std::move(cursor_slice));
    slice.merged_ = merge(slice.partition_, slice.cursor_slice_);
    slice.merged_text_ = slice.merged_.dump();
    return slice;
}

std::string StreamSlice::partition_key() const {
    return sorted_json_text(partition_);
}

std::string StreamSlice::key() const {
    return sorted_json_text(merged_);
}

bool operator==(const StreamSlice& a, const StreamSlice& b) {
    return a.partition_ == b.partition_ && a.cursor_slice_ == b.cursor_slice_;
}

}  // namespace levada::airbyte
