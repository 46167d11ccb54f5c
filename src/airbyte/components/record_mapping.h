#pragma once

#include "levada/airbyte/components/record.h"

namespace levada::airbyte {

/// The record as a mapping, for transformations that walk its names. Errors: invalid_data (a list: an extractor may
/// give lists, and Python has no names for theirs).
inline Result<Json> mapping_of(RecordEditor& record) {
    LEVADA_TRY(Json value, record.value());
    if (!value.is_object()) {
        return Error(ErrorCode::invalid_data, "record is no mapping: " + value.dump().substr(0, 100));
    }
    return value;
}

}  // namespace levada::airbyte
