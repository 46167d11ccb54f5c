#include "python_csv.h"

namespace levada::airbyte {

bool CsvReader::take_line_break() {
    if (at_ >= text_.size() || (text_[at_] != '\n' && text_[at_] != '\r')) {
        return false;
    }
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    return true;
}

void CsvReader::read_quoted(std::string& field) {
    while (at_ < text_.size()) {
        if (take_line_break()) {
            field += '\n';
            continue;
        }
        const char c = text_[at_++];
        if (c != '"') {
            field += c;
            continue;
        }
        if (at_ >= text_.size() || text_[at_] != '"') {
            return;
        }
        ++at_;
        field += '"';
    }
    ended_in_quotes_ = true;
}

void CsvReader::read_plain(std::string& field) {
    while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r' && !is_at_delimiter()) {
        field += text_[at_++];
    }
}

Result<bool> CsvReader::next(std::vector<std::string>& row) {
    row.clear();
    if (at_ >= text_.size()) {
        return false;
    }
    if (take_line_break()) {
        return true;
    }
    for (;;) {
        std::string& field = row.emplace_back();
        if (at_ < text_.size() && text_[at_] == '"') {
            ++at_;
            read_quoted(field);
        }
        // Text behind a closing quote belongs to the field, as it is.
        read_plain(field);
        if (field.size() > kCsvFieldBytesMax) {
            return Error(ErrorCode::invalid_data,
                         "csv: field larger than field limit (" + std::to_string(kCsvFieldBytesMax) + ")");
        }
        if (at_ >= text_.size() || take_line_break()) {
            return true;
        }
        at_ += delimiter_.size();
    }
}

}  // namespace levada::airbyte
