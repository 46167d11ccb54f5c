#pragma once

#include <memory>
#include <string_view>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {

/// What pagination templates see as `response`: the first body, or an empty mapping where the CDK streams.
/// Source: decoders/pagination_decoder_decorator.py. Errors: those of the decoder.
Result<std::string_view> page_body(Response& response, const Decoder& decoder);

/// The stream's decoder, for a pagination strategy. Errors: invalid_config (one that pagination cannot read).
Result<std::shared_ptr<Decoder>> paging_decoder(const FieldValues& fields);

}  // namespace levada::airbyte
