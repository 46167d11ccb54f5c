#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "levada/base/deadline.h"
#include "levada/ports/http.h"

namespace levada {

class GzipWriter;

/// How records of the raw zone are compressed: `fast` is level 1, `none` makes stored blocks (a valid gzip all the
/// same).
enum class RawCompression : std::uint8_t { fast, none };

/// What a raw object belongs to.
struct RawIdentity {
    std::string pipeline;
    std::string stream;
    std::string run;
    /// The page of an earlier run that this one goes on after, `key#offset`; empty: from the start, or not known.
    std::string goes_on_after{};
};

/// One request and what came of it, redacted. `status` is 0 when there was no response; `error` then says why, and
/// `error_code` what kind of failure that was.
struct WarcExchange {
    Instant when{};
    std::string_view method{};
    std::string_view url{};
    const HttpHeaders* request_headers = nullptr;
    std::string_view request_body{};
    int status = 0;
    const HttpHeaders* response_headers = nullptr;
    std::string_view response_body{};
    std::string_view error{};
    std::string_view error_code{};
};

/// Makes WARC 1.1 records, each a gzip member of its own. Not thread-safe.
/// Source: ISO 28500:2017; what Levada writes: docs/formats/raw_zone.md.
class WarcWriter {
public:
    /// `key` is the object's key: the record ids are made from it.
    WarcWriter(std::string key, RawCompression compression);
    ~WarcWriter();
    WarcWriter(WarcWriter&&) noexcept;
    WarcWriter& operator=(WarcWriter&&) noexcept;

    /// Appends the record that begins a file.
    void append_info(std::string& out, const RawIdentity& identity, Instant when);
    /// Appends the request's record and the response's (or, without a response, a metadata record with the error).
    void append_exchange(std::string& out, const WarcExchange& exchange);

private:
    struct Record;
    std::string next_id();
    void append_record(std::string& out, const Record& record);
    void append_request(std::string& out,
                        const WarcExchange& exchange,
                        const std::string& id,
                        const std::string& other);

    std::string key_;
    RawCompression compression_;
    std::unique_ptr<GzipWriter> gzip_;
    std::int64_t record_count_ = 0;
    std::string scratch_;
};

}  // namespace levada
