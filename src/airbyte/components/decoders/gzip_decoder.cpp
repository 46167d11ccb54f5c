#include "raw_parser.h"

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// Unpacks the body (and before it the transport's gzip) and gives it to the inner decoder.
/// Source: model_to_component_factory.py, create_gzip_decoder.
class GzipDecoder final : public Decoder {
public:
    explicit GzipDecoder(std::shared_ptr<RawParser> parser)
        : parser_(std::move(parser)), transport_(make_gzip_parser(parser_)) {}

    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        const bool is_encoded = response.headers.find("Content-Encoding") == "gzip";
        return (is_encoded ? transport_ : parser_)->parse(response.received_body(), out);
    }
    bool is_streaming() const override { return true; }
    bool may_paginate() const override { return parser_->is_json(); }

private:
    std::shared_ptr<RawParser> parser_;
    std::shared_ptr<RawParser> transport_;
};

}  // namespace

ComponentSpec<Decoder> spec_gzip_decoder() {
    return {
        .type = "GzipDecoder",
        .summary = "Unpacks gzip before another decoder.",
        .fields = {component_field("decoder")
                       .required()
                       .of({"CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder"})
                       .doc("Reads what was packed.")},
        .example = "type: GzipDecoder\ndecoder:\n  type: JsonlDecoder\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Decoder>> {
            LEVADA_TRY(std::shared_ptr<RawParser> parser, make_raw_parser(fields.node(), fields.context()));
            return std::make_shared<GzipDecoder>(std::move(parser));
        },
    };
}

}  // namespace levada::airbyte
