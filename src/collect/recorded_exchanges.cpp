#include "recorded_exchanges.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "levada/base/text.h"
#include "levada/base/url.h"
#include "levada/collect/warc_reader.h"

namespace levada {
namespace {

// A file is read in pieces of this size; a record that is larger gets a piece so many times larger.
constexpr std::uint64_t kPieceSizeBytes = std::uint64_t{2} << 20;
constexpr std::uint64_t kPieceGrowth = 4;

// What a request can fail with, besides `unavailable`.
constexpr ErrorCode kFailureCodes[] = {ErrorCode::cancelled,
                                       ErrorCode::deadline_exceeded,
                                       ErrorCode::invalid_config,
                                       ErrorCode::invalid_data,
                                       ErrorCode::not_found,
                                       ErrorCode::permission_denied,
                                       ErrorCode::unauthenticated,
                                       ErrorCode::unsupported};

// What no server sends on: the transfer is the server's own matter.
constexpr std::string_view kHopHeaders[] = {
    "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Proxy-Connection", "Upgrade"};

// Undoes chunked transfer, which other recorders keep; a body that is not chunked after all is given as it is.
std::string unchunked(std::string_view body) {
    std::string out;
    std::string_view rest = body;
    while (true) {
        const std::size_t line_end = rest.find("\r\n");
        if (line_end == std::string_view::npos) {
            return std::string(body);
        }
        const std::string digits(rest.substr(0, std::min(line_end, rest.find(';'))));
        char* end = nullptr;
        const std::size_t size = std::strtoul(digits.c_str(), &end, 16);
        if (end == digits.c_str() || size > rest.size() - line_end - 2) {
            return std::string(body);
        }
        if (size == 0) {
            return out;
        }
        out.append(rest.substr(line_end + 2, size));
        rest.remove_prefix(std::min(line_end + 2 + size + 2, rest.size()));
    }
}

ReplayIndex::Answer answer_of(const WarcHttpMessage& message) {
    ReplayIndex::Answer answer{.status = message.status()};
    bool is_chunked = false;
    for (const auto& [name, value] : message.headers.fields()) {
        is_chunked =
            is_chunked || (equals_ignoring_case(name, "Transfer-Encoding") && equals_ignoring_case(value, "chunked"));
        const bool is_hop = std::any_of(std::begin(kHopHeaders), std::end(kHopHeaders), [&](std::string_view hop) {
            return equals_ignoring_case(hop, name);
        });
        if (!is_hop && !to_lower(name).starts_with("x-orig-")) {
            answer.headers.add(name, value);
        }
    }
    answer.body = is_chunked ? unchunked(message.body) : std::string(message.body);
    return answer;
}

Result<ReplayIndex::Question> question_of(const WarcRecord& record) {
    LEVADA_TRY(const WarcHttpMessage message, parse_http_block(record.block));
    LEVADA_TRY(const Url url, parse_url(record.target_uri()));
    return ReplayIndex::Question{.method = std::string(message.method()),
                                 .host = url.authority(),
                                 .path = url.path,
                                 .query = url.query,
                                 .body = std::string(message.body)};
}

/// What the record in place of a response says: the failure, or nothing where it is another kind of record, or says
/// only that the run had ended.
std::optional<Error> failure_of(const WarcRecord& record) {
    std::optional<std::string> cause;
    ErrorCode code = ErrorCode::unavailable;
    for (const std::string_view line : split(record.block, '\n')) {
        const std::string_view text = trim(line);
        if (text.starts_with("error: ")) {
            cause = text.substr(text.find(' ') + 1);
        } else if (text.starts_with("code: ")) {
            const std::string_view name = text.substr(text.find(' ') + 1);
            const auto* const known = std::find_if(std::begin(kFailureCodes),
                                                   std::end(kFailureCodes),
                                                   [&](ErrorCode one) { return to_string(one) == name; });
            code = known == std::end(kFailureCodes) ? code : *known;
        }
    }
    if (!cause.has_value() || code == ErrorCode::cancelled) {
        return std::nullopt;
    }
    return Error(code, std::move(*cause));
}

// The records of a file, which is read piece by piece.
class PieceReader {
public:
    explicit PieceReader(const RecordingBytes& bytes) : bytes_(bytes) {}

    // The next record, its places counted from the begin of the file.
    Result<std::optional<WarcRecord>> next() {
        while (true) {
            if (reader_ == nullptr) {
                LEVADA_CHECK(open());
            }
            Result<std::optional<WarcRecord>> record = reader_->next();
            if (record.has_value()) {
                if (std::optional<WarcRecord>& found = record.value(); found.has_value()) {
                    found->offset += begin_;
                    found->end += begin_;
                    return record;
                }
            }
            if (record.has_value() && is_last_) {
                return record;
            }
            if (!record.has_value() && (is_last_ || !reader_->may_be_cut_off())) {
                return Error(record.error().code(), record.error().message())
                    .with("offset", std::to_string(begin_ + reader_->offset()));
            }
            go_on(record.has_value() ? piece_.size() : reader_->offset());
        }
    }

private:
    Status open() {
        LEVADA_TRY(piece_, bytes_({begin_, size_bytes_}));
        is_last_ = piece_.size() < size_bytes_ || size_bytes_ > kWarcRecordSizeBytesMax;
        reader_ = std::make_unique<WarcReader>(piece_);
        return ok();
    }

    // The next piece begins `offset` bytes behind this one's begin; where nothing of this one was of use it is larger.
    void go_on(std::size_t offset) {
        reader_.reset();
        size_bytes_ = offset == 0 ? size_bytes_ * kPieceGrowth : kPieceSizeBytes;
        begin_ += offset;
        piece_ = std::string();
    }

    const RecordingBytes& bytes_;
    std::uint64_t begin_ = 0;
    std::uint64_t size_bytes_ = kPieceSizeBytes;
    std::string piece_;
    bool is_last_ = false;
    std::unique_ptr<WarcReader> reader_;
};

// A request without a response, so far.
struct WaitingRequest {
    std::string id;
    std::string response_id;
    std::string uri;
    RecordedExchange exchange;
};

struct WaitingResponse {
    std::string request_id;
    std::string uri;
    ResponsePlace place;
    bool is_failure;
};

// Brings requests and responses together: by the response's id, by its request's, or by their URL (each only once).
class Pairing {
public:
    explicit Pairing(const std::function<void(RecordedExchange&&)>& give) : give_(give) {}

    Status add_request(const WarcRecord& record) {
        WaitingRequest request{.id = std::string(record.id()),
                               .response_id = std::string(record.fields.find("WARC-Concurrent-To").value_or("")),
                               .uri = std::string(record.target_uri()),
                               .exchange = {.request_offset = record.offset, .order = request_count_++}};
        LEVADA_TRY(request.exchange.question, question_of(record));
        requests_.push_back(std::move(request));
        return ok();
    }

    Status add_response(const WarcRecord& record) {
        LEVADA_CHECK(parse_http_block(record.block));
        add(record, false);
        return ok();
    }

    // Other metadata records say nothing of a request.
    void add_metadata(const WarcRecord& record) {
        if (failure_of(record).has_value()) {
            add(record, true);
        }
    }

    void finish() {
        for (const auto& [id, response] : responses_) {
            id_by_request_id_.emplace(response.request_id, id);
            id_by_uri_.emplace(response.uri, id);
        }
        for (WaitingRequest& request : requests_) {
            const auto found = find(request);
            if (found != responses_.end()) {
                request.exchange.response = found->second.place;
                request.exchange.is_failure = found->second.is_failure;
                give_(std::move(request.exchange));
                responses_.erase(found);
            }
        }
    }

private:
    using Responses = std::map<std::string, WaitingResponse>;

    void add(const WarcRecord& record, bool is_failure) {
        LEVADA_ASSERT(record.end - record.offset <= std::numeric_limits<std::uint32_t>::max());
        const ResponsePlace place{.offset = record.offset,
                                  .size_bytes = static_cast<std::uint32_t>(record.end - record.offset),
                                  .index = static_cast<std::uint32_t>(record.index)};
        if (!requests_.empty() && !record.id().empty() && requests_.back().response_id == record.id()) {
            requests_.back().exchange.response = place;
            requests_.back().exchange.is_failure = is_failure;
            give_(std::move(requests_.back().exchange));
            requests_.pop_back();
            return;
        }
        const std::string request_id(record.fields.find("WARC-Concurrent-To").value_or(""));
        const std::string uri(record.target_uri());
        responses_.insert_or_assign(std::string(record.id()), WaitingResponse{request_id, uri, place, is_failure});
    }

    Responses::iterator find(const WaitingRequest& request) {
        auto found = responses_.find(request.response_id);
        if (found == responses_.end()) {
            const auto by_request = id_by_request_id_.find(request.id);
            found = by_request == id_by_request_id_.end() ? found : responses_.find(by_request->second);
        }
        for (auto [it, end] = id_by_uri_.equal_range(request.uri); it != end && found == responses_.end(); ++it) {
            found = responses_.find(it->second);
        }
        return found;
    }

    const std::function<void(RecordedExchange&&)>& give_;
    std::uint32_t request_count_ = 0;
    std::vector<WaitingRequest> requests_;
    Responses responses_;
    std::map<std::string, std::string> id_by_request_id_;
    std::multimap<std::string, std::string> id_by_uri_;
};

}  // namespace

Status read_exchanges(const RecordingBytes& bytes, const std::function<void(RecordedExchange&&)>& give) {
    PieceReader reader(bytes);
    Pairing pairing(give);
    while (true) {
        LEVADA_TRY(const std::optional<WarcRecord> record, reader.next());
        if (!record.has_value()) {
            pairing.finish();
            return ok();
        }
        const std::string offset = std::to_string(record->offset);
        if (record->type() == "request") {
            LEVADA_CHECK(pairing.add_request(*record).with("offset", offset));
        } else if (record->type() == "response") {
            LEVADA_CHECK(pairing.add_response(*record).with("offset", offset));
        } else if (record->type() == "metadata") {
            pairing.add_metadata(*record);
        }
    }
}

Result<ReplayIndex::Answer> read_response(const RecordingBytes& bytes, const ResponsePlace& place) {
    LEVADA_TRY(const std::string stored, bytes({place.offset, place.size_bytes}));
    WarcReader reader(stored);
    for (std::uint32_t i = 0; true; ++i) {
        LEVADA_TRY(const std::optional<WarcRecord> record, reader.next());
        if (!record.has_value()) {
            return Error(ErrorCode::corruption, "the recording has changed: a response is not where it was")
                .with("offset", std::to_string(place.offset));
        }
        if (i == place.index) {
            if (record->type() == "metadata") {
                return ReplayIndex::Answer{.status = 0, .failure = failure_of(*record)};
            }
            LEVADA_TRY(const WarcHttpMessage message, parse_http_block(record->block));
            return answer_of(message);
        }
    }
}

}  // namespace levada
