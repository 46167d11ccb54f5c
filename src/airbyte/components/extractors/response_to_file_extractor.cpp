#include "python_csv.h"
#include "python_text.h"

#include <algorithm>
#include <array>

#include "levada/airbyte/components/record_selector.h"
#include "levada/base/gzip.h"
#include "levada/base/json.h"

namespace levada::airbyte {
namespace {

/// What pandas reads as missing. Source: pandas 2, pandas._libs.parsers.STR_NA_VALUES.
constexpr std::array<std::string_view, 19> kMissing = {"",
                                                       "#N/A",
                                                       "#N/A N/A",
                                                       "#NA",
                                                       "-1.#IND",
                                                       "-1.#QNAN",
                                                       "-NaN",
                                                       "-nan",
                                                       "1.#IND",
                                                       "1.#QNAN",
                                                       "<NA>",
                                                       "N/A",
                                                       "NA",
                                                       "NULL",
                                                       "NaN",
                                                       "None",
                                                       "n/a",
                                                       "nan",
                                                       "null"};

enum class Missing : std::uint8_t { words, empty_cells };

/// The body unpacked where it is gzip or zlib; NUL bytes go from text that is not packed.
std::string plain_text(const std::string& body) {
    const bool is_gzip = body.starts_with("\x1f\x8b");
    const bool may_be_zlib = body.starts_with('\x78');
    if (is_gzip || may_be_zlib) {
        Result<std::string> plain =
            inflate(body, is_gzip ? Compression::gzip : Compression::zlib, kHttpBodySizeBytesMax);
        if (plain) {
            return std::move(plain).value();
        }
    }
    std::string text = body;
    text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
    return text;
}

/// Repeated names get ".1", ".2" …. Source: pandas.read_csv.
std::vector<std::string> unique_names(const std::vector<std::string>& names) {
    std::vector<std::string> unique;
    for (const std::string& name : names) {
        std::string candidate = name;
        for (int i = 1; std::find(unique.begin(), unique.end(), candidate) != unique.end(); ++i) {
            candidate = name + "." + std::to_string(i);
        }
        unique.push_back(std::move(candidate));
    }
    return unique;
}

/// Reads a downloaded CSV file. Source: extractors/response_to_file_extractor.py.
class ResponseToFileExtractor final : public Extractor {
public:
    explicit ResponseToFileExtractor(Missing missing) : missing_(missing) {}

    Result<void> extract(Response& response, RecordPage& page) const override {
        if (!response.is_ok()) {
            return ok();
        }
        const std::string text = plain_text(response.http().body);
        if (!is_utf8(text)) {
            return Error(ErrorCode::invalid_data, "CSV file: 'utf-8' codec can't decode it");
        }
        CsvReader reader(text, ",");
        std::vector<std::string> row;
        std::vector<std::string> header;
        LEVADA_TRY(bool is_row, reader.next(row));
        for (std::size_t line = 1; is_row; ++line) {
            if (header.empty()) {
                header = unique_names(row);
            } else if (row.size() > header.size()) {
                return Error(ErrorCode::invalid_data,
                             "Error tokenizing data: expected " + std::to_string(header.size()) + " fields in row " +
                                 std::to_string(line) + ", saw " + std::to_string(row.size()));
            } else if (!row.empty()) {
                page.add(page.keep(record_of(header, row)));
            }
            LEVADA_TRY(is_row, reader.next(row));
        }
        return ok();
    }

private:
    bool is_missing(std::string_view cell) const {
        if (missing_ == Missing::empty_cells) {
            return cell.empty();
        }
        return std::find(kMissing.begin(), kMissing.end(), cell) != kMissing.end();
    }

    std::string record_of(const std::vector<std::string>& header, const std::vector<std::string>& row) const {
        std::string record = "{";
        for (std::size_t i = 0; i < header.size(); ++i) {
            record += i > 0 ? "," : "";
            append_json_string(record, header[i]);
            record += ':';
            if (i >= row.size() || is_missing(row[i])) {
                record += "null";
            } else {
                append_json_string(record, row[i]);
            }
        }
        record += '}';
        return record;
    }

    Missing missing_;
};

}  // namespace

ComponentSpec<Extractor> spec_response_to_file_extractor() {
    return {
        .type = "ResponseToFileExtractor",
        .summary = "Reads a downloaded CSV file, packed or not; cells that say nothing become null.",
        .fields =
            {boolean_field("preserve_na_values").doc("Whether words like NA stay; empty cells become null anyway.")},
        .example = "type: ResponseToFileExtractor\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Extractor>> {
            return std::make_shared<ResponseToFileExtractor>(fields.boolean("preserve_na_values") ? Missing::empty_cells
                                                                                                  : Missing::words);
        },
    };
}

}  // namespace levada::airbyte
