#include "levada/collect/warc_reader.h"

#include "gzip_member.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kWarcMagic = "WARC/1.";

// Takes one line, without its end, from the front of `text`; nothing when no line end follows.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

// The lines up to the blank one. False when it never comes or a line is no field.
bool take_fields(std::string_view& text, HttpHeaders& fields) {
    while (true) {
        const std::optional<std::string_view> line = take_line(text);
        if (!line.has_value()) {
            return false;
        }
        if (line->empty()) {
            return true;
        }
        const std::size_t colon = line->find(':');
        if (colon == std::string_view::npos) {
            return false;
        }
        fields.add(std::string(trim(line->substr(0, colon))), std::string(trim(line->substr(colon + 1))));
    }
}

Error no_warc(std::size_t offset, std::string message) {
    return Error(ErrorCode::invalid_data, std::move(message)).with("offset", std::to_string(offset));
}

// Takes one record from the front of `text`; the blank lines after it are left.
Result<WarcRecord> take_record(std::string_view& text, std::size_t offset) {
    const std::optional<std::string_view> version = take_line(text);
    if (!version.has_value() || !version->starts_with(kWarcMagic)) {
        return no_warc(offset, "wanted a record that begins with WARC/1.0 or WARC/1.1");
    }
    WarcRecord record{.offset = offset};
    if (!take_fields(text, record.fields)) {
        return no_warc(offset, "the record's header is cut off or holds a line without a colon");
    }
    const std::optional<std::int64_t> length = parse_int64(record.fields.find("Content-Length").value_or(""));
    if (!length.has_value() || *length < 0 || static_cast<std::size_t>(*length) > text.size()) {
        return no_warc(offset, "the record's Content-Length is missing or longer than the record");
    }
    record.block = text.substr(0, static_cast<std::size_t>(*length));
    text.remove_prefix(static_cast<std::size_t>(*length));
    return record;
}

}  // namespace

std::string_view WarcRecord::target_uri() const {
    std::string_view uri = fields.find("WARC-Target-URI").value_or("");
    if (uri.starts_with('<') && uri.ends_with('>')) {
        uri = uri.substr(1, uri.size() - 2);  // As WARC 1.0 allowed it.
    }
    return uri;
}

int WarcHttpMessage::status() const {
    const std::size_t blank = start_line.find(' ');
    if (!start_line.starts_with("HTTP/") || blank == std::string_view::npos) {
        return 0;
    }
    return static_cast<int>(parse_int64(start_line.substr(blank + 1, 3)).value_or(0));
}

struct WarcReader::Source {
    std::string_view file;
    GzipReader gzip;
    bool is_compressed;
    std::string member{};          ///< the open gzip member
    std::string_view rest{};       ///< what of the member, or of the plain file, was not read yet
    std::size_t offset = 0;        ///< where the open member begins
    std::size_t member_index = 0;  ///< how many records of it were read

    explicit Source(std::string_view bytes)
        : file(bytes), gzip(bytes), is_compressed(bytes.starts_with(kGzipMagic)), rest(is_compressed ? "" : bytes) {}

    // Skips the blank lines between records and opens the next member when one is read to its end.
    Status advance() {
        skip_blank_lines();
        while (is_compressed && rest.empty() && !gzip.is_at_end()) {
            offset = gzip.offset();
            member_index = 0;
            LEVADA_TRY(member, gzip.next(kWarcRecordSizeBytesMax));
            rest = member;
        }
        return ok();
    }

    void skip_blank_lines() { rest.remove_prefix(std::min(rest.find_first_not_of("\r\n"), rest.size())); }
    std::size_t plain_offset() const { return file.size() - rest.size(); }
};

WarcReader::WarcReader(std::string_view file) : source_(std::make_unique<Source>(file)) {}
WarcReader::~WarcReader() = default;

Result<std::optional<WarcRecord>> WarcReader::next() {
    LEVADA_CHECK(source_->advance());
    if (source_->rest.empty()) {
        return std::optional<WarcRecord>();
    }
    const bool is_compressed = source_->is_compressed;
    const std::size_t offset = is_compressed ? source_->offset : source_->plain_offset();
    std::string_view rest = source_->rest;
    LEVADA_TRY(WarcRecord record, take_record(rest, offset));
    source_->rest = rest;
    record.end = is_compressed ? source_->gzip.offset() : source_->plain_offset();
    if (is_compressed) {
        record.index = source_->member_index++;
        source_->skip_blank_lines();
    }
    return std::optional<WarcRecord>(std::move(record));
}

std::size_t WarcReader::offset() const {
    if (!source_->is_compressed) {
        return source_->plain_offset();
    }
    return source_->rest.empty() ? source_->gzip.offset() : source_->offset;
}

bool WarcReader::may_be_cut_off() const {
    return !source_->is_compressed || source_->rest.empty();
}

Result<WarcHttpMessage> parse_http_block(std::string_view block) {
    WarcHttpMessage message;
    const std::optional<std::string_view> line = take_line(block);
    if (!line.has_value() || line->find("HTTP/") == std::string_view::npos || !take_fields(block, message.headers)) {
        return Error(ErrorCode::invalid_data, "the record's block is no HTTP message");
    }
    message.start_line = *line;
    message.body = block;
    return message;
}

}  // namespace levada
