#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada {

/// Largest record that is read.
inline constexpr std::size_t kWarcRecordSizeBytesMax = kHttpBodySizeBytesMax + (std::size_t{1} << 20);

/// One record of a WARC file.
struct WarcRecord {
    std::size_t offset = 0;  ///< where its gzip member (or, uncompressed, the record) begins
    std::size_t end = 0;     ///< behind the last byte of its gzip member (or of the record)
    std::size_t index = 0;   ///< which one of its gzip member's records it is
    HttpHeaders fields{};
    std::string block{};

    std::string_view type() const { return fields.find("WARC-Type").value_or(""); }
    std::string_view id() const { return fields.find("WARC-Record-ID").value_or(""); }
    std::string_view target_uri() const;
};

/// The HTTP message in the block of a request or response record. The views point into the block.
struct WarcHttpMessage {
    std::string_view start_line;
    HttpHeaders headers{};
    std::string_view body;

    /// The status of a response; 0 when the start line has none.
    int status() const;
    /// The method of a request.
    std::string_view method() const { return start_line.substr(0, start_line.find(' ')); }
};

/// Reads WARC 1.0 and 1.1, one gzip member per record or uncompressed, by any writer. Not thread-safe; borrows the
/// bytes.
class WarcReader {
public:
    explicit WarcReader(std::string_view file);
    ~WarcReader();
    WarcReader(const WarcReader&) = delete;
    WarcReader& operator=(const WarcReader&) = delete;

    /// The next record, or nothing at the end. Errors: corruption (broken member), invalid_data (no WARC), each with
    /// the offset.
    Result<std::optional<WarcRecord>> next();
    /// Where the record that next() would give, or just failed to give, begins (or its gzip member).
    std::size_t offset() const;
    /// Whether the bytes could have been cut off where next() failed: more of them may help.
    bool may_be_cut_off() const;

private:
    struct Source;
    std::unique_ptr<Source> source_;
};

/// Errors: invalid_data (the block is no HTTP message).
Result<WarcHttpMessage> parse_http_block(std::string_view block);

}  // namespace levada
