#include "json_check.h"
#include "json_scan.h"
#include "python_text.h"
#include "raw_parser.h"

#include "levada/airbyte/components/decoder.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// The items of one nested array. Source: composite_raw_decoder.py, JsonItemsParser.
class JsonItemsParser final : public RawParser {
public:
    JsonItemsParser(std::string path, std::string encoding) : path_(std::move(path)), encoding_(std::move(encoding)) {}

    Result<void> parse(std::string_view bytes, BodyList& out) const override {
        if (path_.empty()) {
            return Error(ErrorCode::invalid_data, "JsonItemsParser requires a non-empty items_path.");
        }
        std::string_view text = bytes;
        if (!is_utf8(bytes) || encoding_ != "utf-8") {
            LEVADA_TRY(std::string decoded, decode_text(bytes, encoding_));
            out.owned.push_back(std::make_unique<std::string>(std::move(decoded)));
            text = *out.owned.back();
        }
        if (!airbyte::is_json(text)) {
            return Error(ErrorCode::invalid_data, "the response is no JSON document, or is cut off");
        }
        add_items(text, path_, out);
        out.is_valid_json = true;
        return ok();
    }

private:
    /// Follows `path` through mappings (`item` goes into the items of a list) and adds the items of the list there.
    static void add_items(std::string_view value,
                          std::string_view path,
                          BodyList& out) {  // NOLINT(misc-no-recursion): depth is the path's
        if (path.empty()) {
            scan::Items items(value);
            std::string_view item;
            while (value.starts_with('[') && items.next(item)) {
                out.bodies.push_back(item);
            }
            return;
        }
        const std::size_t dot = path.find('.');
        const std::string_view step = path.substr(0, dot);
        const std::string_view rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        if (value.starts_with('[') && step == "item") {
            scan::Items items(value);
            std::string_view item;
            while (items.next(item)) {
                add_items(item, rest, out);
            }
            return;
        }
        scan::Members members(value);
        scan::Member member;
        while (members.next(member)) {
            if (scan::key_equals(member.key, step)) {
                add_items(member.value, rest, out);
            }
        }
    }

    std::string path_;
    std::string encoding_;
};

}  // namespace

Result<std::shared_ptr<RawParser>> make_json_items_parser(const FieldValues& fields) {
    return std::make_shared<JsonItemsParser>(fields.text("items_path"), fields.text("encoding", "utf-8"));
}

ComponentSpec<Decoder> spec_json_items_decoder() {
    return {
        .type = "JsonItemsDecoder",
        .summary = "Gives the items of one array inside a large JSON document.",
        .fields = {text_field("items_path").required().doc("Path of the array, with dots between its steps."),
                   text_field("encoding").doc("Text encoding of the response.")},
        .example = "type: JsonItemsDecoder\nitems_path: data.users\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Decoder>> {
            LEVADA_TRY(std::shared_ptr<RawParser> parser, make_json_items_parser(fields));
            return make_streaming_decoder(std::move(parser));
        },
    };
}

}  // namespace levada::airbyte
