#include "python_csv.h"
#include "python_text.h"
#include "raw_parser.h"

#include <algorithm>
#include <utility>

#include "levada/airbyte/components/decoder.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// One record per row, named by the first row. Source: composite_raw_decoder.py, CsvParser; csv.DictReader.
class CsvParser final : public RawParser {
public:
    CsvParser(std::string encoding, std::string delimiter, std::vector<std::string> nones)
        : encoding_(std::move(encoding)), delimiter_(std::move(delimiter)), nones_(std::move(nones)) {}

    Result<void> parse(std::string_view bytes, BodyList& out) const override {
        const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        if (std::count_if(delimiter_.begin(), delimiter_.end(), starts_character) != 1) {
            return Error(ErrorCode::invalid_data, "CsvDecoder: \"delimiter\" must be a 1-character string");
        }
        LEVADA_TRY(const std::string text, decode_text(bytes, encoding_));
        CsvReader reader(text, delimiter_);
        std::vector<std::string> header;
        LEVADA_TRY(bool is_row, reader.next(header));
        std::vector<std::string> row;
        while (is_row) {
            LEVADA_TRY(is_row, reader.next(row));
            if (is_row && !row.empty()) {
                out.add_owned(record_of(header, row));
            }
        }
        out.is_valid_json = true;
        return ok();
    }
    bool reads_lines() const override { return true; }

private:
    void append_cell(std::string& out, const std::string& cell) const {
        if (std::find(nones_.begin(), nones_.end(), cell) != nones_.end()) {
            out += "null";
        } else {
            append_json_string(out, cell);
        }
    }

    /// Of columns with one name the last counts, at the place of the first. Short rows end in nulls; what a row has
    /// too much goes under the key None, which JSON writes as "null".
    std::string record_of(const std::vector<std::string>& header, const std::vector<std::string>& row) const {
        std::string record = "{";
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), header[i]) !=
                header.begin() + static_cast<std::ptrdiff_t>(i)) {
                continue;
            }
            const auto last = std::find(header.rbegin(), header.rend(), header[i]);
            const auto column = static_cast<std::size_t>(header.rend() - last) - 1;
            record += record.size() > 1 ? "," : "";
            append_json_string(record, header[i]);
            record += ':';
            if (column < row.size()) {
                append_cell(record, row[column]);
            } else {
                record += "null";
            }
        }
        if (row.size() > header.size()) {
            append_rest(record, row, header.size());
        }
        record += '}';
        return record;
    }

    static void append_rest(std::string& record, const std::vector<std::string>& row, std::size_t from) {
        record += record.size() > 1 ? ",\"null\":[" : "\"null\":[";
        for (std::size_t i = from; i < row.size(); ++i) {
            record += i > from ? "," : "";
            append_json_string(record, row[i]);
        }
        record += ']';
    }

    std::string encoding_;
    std::string delimiter_;
    std::vector<std::string> nones_;
};

/// A delimiter written as an escape ("\\t"). Source: CsvParser._get_delimiter.
std::string unescaped(std::string text) {
    if (!text.starts_with('\\')) {
        return text;
    }
    constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {
        {"\\t", "\t"}, {"\\n", "\n"}, {"\\r", "\r"}, {"\\v", "\v"}, {"\\f", "\f"}, {"\\\\", "\\"}, {"\\0", {"\0", 1}}};
    for (const auto& [written, meant] : kEscapes) {
        if (text == written) {
            return std::string(meant);
        }
    }
    if (text.size() == 4 && text[1] == 'x') {
        return percent_decode("%" + text.substr(2));
    }
    return text;
}

}  // namespace

Result<std::shared_ptr<RawParser>> make_csv_parser(const FieldValues& fields) {
    std::vector<std::string> nones;
    if (const Json* values = fields.json("set_values_to_none")) {
        for (const Json* value : items_of(*values)) {
            nones.push_back(python_str(*value));
        }
    }
    std::string delimiter = unescaped(fields.text("delimiter", ","));
    return std::make_shared<CsvParser>(
        fields.text("encoding", "utf-8"), delimiter.empty() ? "," : std::move(delimiter), std::move(nones));
}

ComponentSpec<Decoder> spec_csv_decoder() {
    return {
        .type = "CsvDecoder",
        .summary = "Reads CSV text; the first row names the fields, all values are text.",
        .fields = {text_field("encoding").doc("Text encoding of the response."),
                   text_field("delimiter").doc("Character between two cells."),
                   list_field("set_values_to_none").items(JsonTypes::text).doc("Cells that become null.")},
        .example = "type: CsvDecoder\ndelimiter: \";\"\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Decoder>> {
            LEVADA_TRY(std::shared_ptr<RawParser> parser, make_csv_parser(fields));
            return make_streaming_decoder(std::move(parser));
        },
    };
}

}  // namespace levada::airbyte
