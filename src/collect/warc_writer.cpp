#include "levada/collect/warc_writer.h"

#include "gzip_member.h"

#include <algorithm>
#include <array>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {
namespace {

constexpr std::string_view kRecordEnd = "\r\n\r\n";
constexpr int kDateFractionDigits = 6;

struct Reason {
    int status;
    const char* phrase;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
};

std::string_view reason_of(int status) {
    const auto* const found = std::find_if(
        std::begin(kReasons), std::end(kReasons), [status](const Reason& r) { return r.status == status; });
    return found == std::end(kReasons) ? "Other" : found->phrase;
}

// The request line's target: what follows the authority.
std::string_view target_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t start = url.find_first_of("/?#", scheme == std::string_view::npos ? 0 : scheme + 3);
    if (start == std::string_view::npos) {
        return "/";
    }
    return url.substr(start, url.find('#', start) - start);
}

std::string_view authority_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t start = scheme == std::string_view::npos ? 0 : scheme + 3;
    return url.substr(start, std::min(url.find_first_of("/?#", start), url.size()) - start);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) {
        out.push_back(c == '\r' || c == '\n' ? ' ' : c);
    }
    out.append("\r\n");
}

// A body that no compressor makes smaller.
bool is_compressed(const HttpHeaders& headers) {
    const std::string_view coding = headers.find("Content-Encoding").value_or("");
    if (!coding.empty() && !equals_ignoring_case(coding, "identity")) {
        return true;
    }
    const std::string_view type = headers.find("Content-Type").value_or("");
    constexpr std::array<std::string_view, 4> kPacked = {"zip", "parquet", "image/", "octet-stream"};
    return std::any_of(kPacked.begin(), kPacked.end(), [&](std::string_view p) { return type.find(p) != type.npos; });
}

// The transfer coding is undone before a body is kept; readers must not undo it again.
std::string_view kept_name(std::string_view name) {
    return equals_ignoring_case(name, "Transfer-Encoding") ? "X-Orig-Transfer-Encoding" : name;
}

}  // namespace

struct WarcWriter::Record {
    std::string_view type;
    std::string_view id;
    Instant when;
    std::string_view content_type;
    std::string extra_fields{};  ///< complete lines
    std::string block_head{};
    std::string_view block_body{};
    bool is_body_compressed = false;
};

WarcWriter::WarcWriter(std::string key, RawCompression compression)
    : key_(std::move(key)), compression_(compression), gzip_(std::make_unique<GzipWriter>()) {}
WarcWriter::~WarcWriter() = default;
WarcWriter::WarcWriter(WarcWriter&&) noexcept = default;
WarcWriter& WarcWriter::operator=(WarcWriter&&) noexcept = default;

std::string WarcWriter::next_id() {
    record_count_ += 1;
    const std::string name = digest("sha256", key_ + "#" + std::to_string(record_count_));
    return "<urn:uuid:" + make_uuid(std::string_view(name).substr(0, 16)) + ">";
}

void WarcWriter::append_record(std::string& out, const Record& record) {
    std::string head = "WARC/1.1\r\n";
    append_field(head, "WARC-Type", record.type);
    append_field(head, "WARC-Record-ID", record.id);
    append_field(head, "WARC-Date", format_utc(record.when, kDateFractionDigits));
    head.append(record.extra_fields);
    append_field(head, "Content-Type", record.content_type);
    append_field(head, "Content-Length", std::to_string(record.block_head.size() + record.block_body.size()));
    head.append("\r\n");
    if (compression_ == RawCompression::none || record.is_body_compressed) {
        GzipWriter::append_stored(out, {head, record.block_head, record.block_body, kRecordEnd});
        return;
    }
    scratch_.assign(head).append(record.block_head).append(record.block_body).append(kRecordEnd);
    gzip_->append_compressed(out, scratch_);
}

void WarcWriter::append_info(std::string& out, const RawIdentity& identity, Instant when) {
    std::string block;
    append_field(block, "software", "levada");
    append_field(block, "format", "WARC File Format 1.1");
    append_field(block, "pipeline", identity.pipeline);
    append_field(block, "stream", identity.stream);
    append_field(block, "run", identity.run);
    if (!identity.goes_on_after.empty()) {
        append_field(block, "goes-on-after", identity.goes_on_after);
    }
    const std::string id = next_id();
    Record record{.type = "warcinfo", .id = id, .when = when, .content_type = "application/warc-fields"};
    append_field(record.extra_fields, "WARC-Filename", key_);
    record.block_head = std::move(block);
    append_record(out, record);
}

void WarcWriter::append_request(std::string& out,
                                const WarcExchange& exchange,
                                const std::string& id,
                                const std::string& other) {
    Record record{
        .type = "request", .id = id, .when = exchange.when, .content_type = "application/http; msgtype=request"};
    append_field(record.extra_fields, "WARC-Target-URI", exchange.url);
    append_field(record.extra_fields, "WARC-Concurrent-To", other);
    std::string& head = record.block_head;
    head.append(exchange.method).append(" ").append(target_of(exchange.url)).append(" HTTP/1.1\r\n");
    if (!exchange.request_headers->find("Host").has_value()) {
        append_field(head, "Host", authority_of(exchange.url));
    }
    for (const auto& [name, value] : exchange.request_headers->fields()) {
        append_field(head, name, value);
    }
    if (!exchange.request_body.empty() && !exchange.request_headers->find("Content-Length").has_value()) {
        append_field(head, "Content-Length", std::to_string(exchange.request_body.size()));
    }
    head.append("\r\n");
    record.block_body = exchange.request_body;
    append_record(out, record);
}

void WarcWriter::append_exchange(std::string& out, const WarcExchange& exchange) {
    LEVADA_ASSERT(exchange.request_headers != nullptr);
    const std::string request_id = next_id();
    const std::string response_id = next_id();
    append_request(out, exchange, request_id, response_id);
    Record record{.type = "response",
                  .id = response_id,
                  .when = exchange.when,
                  .content_type = "application/http; msgtype=response"};
    append_field(record.extra_fields, "WARC-Target-URI", exchange.url);
    if (exchange.status == 0) {
        record.type = "metadata";
        record.content_type = "application/warc-fields";
        append_field(record.extra_fields, "WARC-Concurrent-To", request_id);
        append_field(record.block_head, "error", exchange.error);
        append_field(record.block_head, "code", exchange.error_code);
        append_record(out, record);
        return;
    }
    LEVADA_ASSERT(exchange.response_headers != nullptr);
    std::string& head = record.block_head;
    head.append("HTTP/1.1 ")
        .append(std::to_string(exchange.status))
        .append(" ")
        .append(reason_of(exchange.status))
        .append("\r\n");
    for (const auto& [name, value] : exchange.response_headers->fields()) {
        append_field(head, kept_name(name), value);
    }
    head.append("\r\n");
    record.block_body = exchange.response_body;
    record.is_body_compressed = is_compressed(*exchange.response_headers);
    append_record(out, record);
}

}  // namespace levada
