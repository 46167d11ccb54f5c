#include "python_csv.h"
#include "python_text.h"

#include <algorithm>
#include <array>
#include <span>

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

/// Rows are read in chunks of this size: one that is broken takes its chunk with it.
/// Source: response_to_file_extractor.py, _read_with_chunks.
constexpr std::size_t kChunkRows = 100;

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

/// Repeated names get ".1", ".2" …, a missing one says where it is. Source: pandas.read_csv.
std::vector<std::string> unique_names(const std::vector<std::string>& names) {
    std::vector<std::string> unique;
    for (const std::string& given : names) {
        const std::string name = given.empty() ? "Unnamed: " + std::to_string(unique.size()) : given;
        std::string candidate = name;
        for (int i = 1; std::find(unique.begin(), unique.end(), candidate) != unique.end(); ++i) {
            candidate = name + "." + std::to_string(i);
        }
        unique.push_back(std::move(candidate));
    }
    return unique;
}

/// The rows of a CSV file that are not blank, the header first, and which of them are too long for pandas: of the rows
/// of a chunk only the first may be longer than those before it. Source: pandas 2, tokenizer.c, end_line().
class PandasRows {
public:
    explicit PandasRows(std::string_view text) : reader_(text, ",") {}

    /// Null at the end. Errors: invalid_data (too many cells, a quote that is not closed).
    Result<const std::vector<std::string>*> next() {
        LEVADA_TRY(bool is_row, reader_.next(row_));
        for (++line_; is_row && is_blank(); ++line_) {
            LEVADA_TRY(is_row, reader_.next(row_));
        }
        if (!is_row) {
            return nullptr;
        }
        if (reader_.ended_in_quotes()) {
            return Error(ErrorCode::invalid_data,
                         "Error tokenizing data. EOF inside string starting at row " + std::to_string(count_));
        }
        // Row 0 is the header, which the first row after it may surpass too.
        const bool is_first = count_ <= 1 || (count_ - 1) % kChunkRows == 0;
        if (!is_first && row_.size() > longest_) {
            return Error(ErrorCode::invalid_data,
                         "Error tokenizing data. Expected " + std::to_string(longest_) + " fields in line " +
                             std::to_string(line_) + ", saw " + std::to_string(row_.size()));
        }
        width_ = count_ <= 1 ? std::max(width_, row_.size()) : width_;
        longest_ = is_first ? std::max(width_, row_.size()) : longest_;
        ++count_;
        return &row_;
    }

private:
    bool is_blank() const {
        return row_.empty() || (row_.size() == 1 && !row_.front().empty() &&
                                row_.front().find_first_not_of(" \t") == std::string::npos);
    }

    CsvReader reader_;
    std::vector<std::string> row_;
    std::size_t line_ = 0;
    std::size_t count_ = 0;  // of rows
    std::size_t width_ = 0;  // cells of the widest of the header and the first row
    std::size_t longest_ = 0;
};

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
        return add_records(text.starts_with("\xEF\xBB\xBF") ? std::string_view(text).substr(3) : text, page);
    }

private:
    bool is_missing(std::string_view cell) const {
        if (missing_ == Missing::empty_cells) {
            return cell.empty();
        }
        return std::find(kMissing.begin(), kMissing.end(), cell) != kMissing.end();
    }

    /// A first row with more cells than names has the labels of the rows in front, which are no part of the records.
    Result<void> add_records(std::string_view text, RecordPage& page) const {
        PandasRows rows(text);
        LEVADA_TRY(const std::vector<std::string>* row, rows.next());
        if (row == nullptr) {
            return ok();
        }
        const std::vector<std::string> header = unique_names(*row);
        LEVADA_TRY(row, rows.next());
        const std::size_t labels = row == nullptr || row->size() < header.size() ? 0 : row->size() - header.size();
        while (row != nullptr) {
            const std::span<const std::string> cells(*row);
            page.add(page.keep(record_of(header, cells.subspan(std::min(labels, cells.size())))));
            Result<const std::vector<std::string>*> next = rows.next();
            if (!next) {
                page.records().resize(page.size() - page.size() % kChunkRows);
                return next.error();
            }
            row = *next;
        }
        return ok();
    }

    std::string record_of(const std::vector<std::string>& header, std::span<const std::string> row) const {
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
