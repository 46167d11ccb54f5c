#include "raw_parser.h"

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// Reads lines of the decoded body: iterating over a streamed response decodes it, other than reading it as CSV does.
/// Source: urllib3 2, HTTPResponse.__iter__.
class JsonlDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        return parser_->parse(response.body, out);
    }
    bool is_streaming() const override { return true; }

private:
    std::shared_ptr<RawParser> parser_ = make_json_lines_parser();
};

}  // namespace

ComponentSpec<Decoder> spec_jsonl_decoder() {
    return {
        .type = "JsonlDecoder",
        .summary = "Reads one JSON document per line; lines that are none are left out.",
        .fields = {},
        .example = "type: JsonlDecoder\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Decoder>> {
            return std::make_shared<JsonlDecoder>();
        },
    };
}

}  // namespace levada::airbyte
