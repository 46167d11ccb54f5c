#include "page_body.h"

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

Result<std::string_view> page_body(Response& response, const Decoder& decoder) {
    if (decoder.is_streaming()) {
        return std::string_view("{}");
    }
    return response.first_body(decoder);
}

Result<std::shared_ptr<Decoder>> paging_decoder(const FieldValues& fields) {
    std::shared_ptr<Decoder> decoder = fields.context().decoder;
    if (decoder == nullptr) {
        return plain_json_decoder();
    }
    if (!decoder->may_paginate()) {
        return fields.context().error_at(
            fields.node(), ErrorCode::invalid_config, "the stream's decoder is not supported for pagination");
    }
    return decoder;
}

}  // namespace levada::airbyte
