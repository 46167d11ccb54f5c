#include "python_text.h"

#include "levada/airbyte/components/decoder.h"
#include "levada/base/json.h"

namespace levada::airbyte {
namespace {

/// One record per line of text, in the field `record`. Source: decoders/json_decoder.py, IterableDecoder.
class IterableDecoder final : public Decoder {
public:
    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        const std::string_view text = response.body;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
            LEVADA_CHECK(add_line(text.substr(begin, end - begin), out));
            begin = text.substr(end).starts_with("\r\n") ? end + 2 : end + 1;
        }
        out.is_valid_json = true;
        return ok();
    }
    bool is_streaming() const override { return true; }

private:
    static Result<void> add_line(std::string_view line, BodyList& out) {
        if (!is_utf8(line)) {
            return Error(ErrorCode::invalid_data, "line of the response: 'utf-8' codec can't decode it");
        }
        std::string body = "{\"record\":";
        append_json_string(body, line);
        body += '}';
        out.add_owned(std::move(body));
        return ok();
    }
};

}  // namespace

ComponentSpec<Decoder> spec_iterable_decoder() {
    return {
        .type = "IterableDecoder",
        .summary = "Gives one record per line of text.",
        .fields = {},
        .example = "type: IterableDecoder\n",
        .make = [](const FieldValues& /*fields*/) -> Result<std::shared_ptr<Decoder>> {
            return std::make_shared<IterableDecoder>();
        },
    };
}

}  // namespace levada::airbyte
