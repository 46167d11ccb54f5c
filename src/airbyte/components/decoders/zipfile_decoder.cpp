#include "raw_parser.h"
#include "zip_unpack.h"

#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

/// Gives each file of a ZIP archive to the inner decoder. Source: decoders/zipfile_decoder.py.
class ZipfileDecoder final : public Decoder {
public:
    explicit ZipfileDecoder(std::shared_ptr<RawParser> parser) : parser_(std::move(parser)) {}

    Result<void> decode(const HttpResponse& response, BodyList& out) const override {
        const Result<std::vector<ZipEntry>> entries = read_zip(response.body);
        if (!entries) {
            return traced_error(FailureType::system_error, "Received an invalid zip file in response.")
                .with("cause", entries.error().message());
        }
        for (const ZipEntry& entry : *entries) {
            LEVADA_CHECK(add_file(entry, out));
        }
        return ok();
    }

private:
    Result<void> add_file(const ZipEntry& entry, BodyList& out) const {
        Result<std::string> content = unpack(entry);
        if (!content) {
            return traced_error(FailureType::system_error, "Received an invalid zip file in response.")
                .with("cause", content.error().message());
        }
        out.owned.push_back(std::make_unique<std::string>(std::move(content).value()));
        const Result<void> parsed = parser_->parse(*out.owned.back(), out);
        if (!parsed) {
            return traced_error(FailureType::system_error, "Failed to parse file: " + entry.name + " from zip file.")
                .with("cause", parsed.error().message());
        }
        return ok();
    }

    std::shared_ptr<RawParser> parser_;
};

}  // namespace

ComponentSpec<Decoder> spec_zipfile_decoder() {
    return {
        .type = "ZipfileDecoder",
        .summary = "Unpacks a ZIP archive and reads each of its files.",
        .fields = {component_field("decoder")
                       .required()
                       .of({"CsvDecoder", "GzipDecoder", "JsonDecoder", "JsonItemsDecoder", "JsonlDecoder"})
                       .doc("Reads each file of the archive.")},
        .example = "type: ZipfileDecoder\ndecoder:\n  type: CsvDecoder\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Decoder>> {
            LEVADA_TRY(std::shared_ptr<RawParser> parser, make_raw_parser(*fields.json("decoder"), fields.context()));
            return std::make_shared<ZipfileDecoder>(std::move(parser));
        },
    };
}

}  // namespace levada::airbyte
