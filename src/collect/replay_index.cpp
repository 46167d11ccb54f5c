#include "levada/collect/replay_index.h"

#include "request_values.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <set>

#include "levada/base/text.h"
#include "levada/base/url.h"
#include "levada/collect/redaction.h"
#include "levada/collect/warc_reader.h"

namespace levada {
namespace {

// What no server sends on: the transfer is the server's own matter.
constexpr std::string_view kHopHeaders[] = {
    "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Proxy-Connection", "Upgrade"};

enum class Match : std::uint8_t { exact, without_ignored, without_body, without_both };
constexpr Match kMatches[] = {Match::exact, Match::without_ignored, Match::without_body, Match::without_both};

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

struct Asked {
    RequestValues values;
    std::shared_ptr<const ReplayIndex::Answer> answer;
    mutable bool is_served = false;
};

std::string place_of(const ReplayIndex::Question& question) {
    return question.method + " " + to_lower(question.host) + (question.path.empty() ? "/" : question.path);
}

}  // namespace

struct ReplayIndex::State {
    ReplayOptions options;
    Redaction redaction{};
    // From the key of a request, at each level of strictness, to the answers in the order of recording.
    std::map<std::string, std::vector<std::shared_ptr<const Answer>>> answers{};
    // From method, host and path to what was asked there, for requests that differ in times only.
    std::map<std::string, std::vector<Asked>> asked{};
    std::set<std::string> hosts{};
    std::set<std::string> urls{};
    std::size_t exchange_count = 0;
    mutable std::mutex mutex{};
    mutable std::map<std::string, std::size_t> served{};

    std::string comparable_query(std::string_view query, Match match) const {
        const bool is_ignoring = match == Match::without_ignored || match == Match::without_both;
        const std::string redacted = redaction.query(query);
        std::vector<std::string> kept;
        for (auto& [name, value] : parse_query(redacted)) {
            const auto& ignored = options.ignored_query_parameters;
            if (!is_ignoring || std::find(ignored.begin(), ignored.end(), name) == ignored.end()) {
                kept.push_back(percent_encode(name) + "=" + percent_encode(value));
            }
        }
        std::sort(kept.begin(), kept.end());
        return join(kept, "&");
    }

    std::string key(const Question& question, Match match) const {
        const bool has_body = match == Match::exact || match == Match::without_ignored;
        std::string key =
            std::to_string(static_cast<int>(match)) + " " + question.method + " " + to_lower(question.host);
        key.append(question.path.empty() ? "/" : question.path)
            .append("?")
            .append(comparable_query(question.query, match));
        if (has_body) {
            HttpRequest request{.method = question.method};
            request.body = question.body;
            key.append("\n").append(redaction.is_authentication(request)
                                        ? redaction.authentication_request_body(question.body)
                                        : question.body);
        }
        return key;
    }

    /// The answer to the request that differs from this one in times only, and least; each first once.
    std::shared_ptr<const Answer> nearest_in_time(const Question& question) const {
        const auto found = asked.find(place_of(question));
        if (found == asked.end()) {
            return nullptr;
        }
        const RequestValues values = values_of(redaction.query(question.query), question.body);
        const std::lock_guard lock(mutex);
        const Asked* nearest = nullptr;
        std::pair<bool, double> least;
        for (const Asked& one : found->second) {
            const std::optional<double> distance = time_distance(values, one.values);
            if (distance.has_value() && (nearest == nullptr || std::pair(one.is_served, *distance) < least)) {
                nearest = &one;
                least = {one.is_served, *distance};
            }
        }
        if (nearest == nullptr) {
            return nullptr;
        }
        nearest->is_served = true;
        return nearest->answer;
    }

    void add(const Question& question, Answer answer) {
        const auto shared = std::make_shared<const Answer>(std::move(answer));
        asked[place_of(question)].push_back({values_of(redaction.query(question.query), question.body), shared});
        Question without_host = question;
        without_host.host.clear();
        for (const Match match : kMatches) {
            answers[key(question, match)].push_back(shared);
            answers[key(without_host, match)].push_back(shared);
        }
        hosts.insert(to_lower(question.host));
        urls.insert(question.method + " " + question.path + (question.query.empty() ? "" : "?" + question.query));
        exchange_count += 1;
    }
};

namespace {

Result<ReplayIndex::Question> question_of(const WarcRecord& record) {
    LEVADA_TRY(const WarcHttpMessage message, parse_http_block(record.block));
    LEVADA_TRY(const Url url, parse_url(record.target_uri()));
    return ReplayIndex::Question{.method = std::string(message.method()),
                                 .host = url.authority(),
                                 .path = url.path,
                                 .query = url.query,
                                 .body = std::string(message.body)};
}

struct RecordedRequest {
    std::size_t offset = 0;
    std::string id;
    std::string response_id;
    std::string uri;
    ReplayIndex::Question question;
};

// The responses of a file, found by their own id, by their request's, or by their URL (each only once).
struct RecordedResponses {
    std::map<std::string, ReplayIndex::Answer> by_id{};
    std::map<std::string, std::string> id_by_request_id{};
    std::multimap<std::string, std::string> id_by_uri{};

    Status add(const WarcRecord& record) {
        LEVADA_TRY(const WarcHttpMessage message, parse_http_block(record.block));
        const std::string id(record.id());
        by_id.insert_or_assign(id, answer_of(message));
        id_by_request_id.emplace(std::string(record.fields.find("WARC-Concurrent-To").value_or("")), id);
        id_by_uri.emplace(std::string(record.target_uri()), id);
        return ok();
    }

    std::optional<ReplayIndex::Answer> take(const RecordedRequest& request) {
        auto found = by_id.find(request.response_id);
        if (found == by_id.end()) {
            const auto by_request = id_by_request_id.find(request.id);
            found = by_request == id_by_request_id.end() ? by_id.end() : by_id.find(by_request->second);
        }
        if (found == by_id.end()) {
            for (auto [it, end] = id_by_uri.equal_range(request.uri); it != end && found == by_id.end(); ++it) {
                found = by_id.find(it->second);
            }
        }
        if (found == by_id.end()) {
            return std::nullopt;
        }
        ReplayIndex::Answer answer = std::move(found->second);
        by_id.erase(found);
        return answer;
    }
};

Result<RecordedRequest> recorded_request(const WarcRecord& record) {
    LEVADA_TRY(ReplayIndex::Question question, question_of(record));
    return RecordedRequest{.offset = record.offset,
                           .id = std::string(record.id()),
                           .response_id = std::string(record.fields.find("WARC-Concurrent-To").value_or("")),
                           .uri = std::string(record.target_uri()),
                           .question = std::move(question)};
}

}  // namespace

ReplayIndex::ReplayIndex(ReplayOptions options) : state_(std::make_unique<State>()) {
    state_->options = std::move(options);
}
ReplayIndex::~ReplayIndex() = default;
ReplayIndex::ReplayIndex(ReplayIndex&&) noexcept = default;
ReplayIndex& ReplayIndex::operator=(ReplayIndex&&) noexcept = default;

std::size_t ReplayIndex::exchange_count() const {
    return state_->exchange_count;
}

bool ReplayIndex::has_host(std::string_view host) const {
    return state_->hosts.contains(to_lower(host));
}

Result<std::size_t> ReplayIndex::add(std::string_view warc, const std::string& key) {
    WarcReader reader(warc);
    std::vector<RecordedRequest> requests;
    RecordedResponses responses;
    while (true) {
        LEVADA_TRY(const std::optional<WarcRecord> record, reader.next());
        if (!record.has_value()) {
            break;
        }
        const std::string offset = std::to_string(record->offset);
        if (record->type() == "request") {
            LEVADA_TRY(RecordedRequest request, recorded_request(*record).with("offset", offset));
            requests.push_back(std::move(request));
        } else if (record->type() == "response") {
            LEVADA_CHECK(responses.add(*record).with("offset", offset));
        }
    }
    std::size_t added = 0;
    for (const RecordedRequest& request : requests) {
        std::optional<Answer> answer = responses.take(request);
        if (answer.has_value()) {
            answer->place = key.empty() ? "" : key + "#" + std::to_string(request.offset);
            state_->add(request.question, std::move(*answer));
            added += 1;
        }
    }
    if (added == 0) {
        return Error(ErrorCode::not_found, "the file holds no request with a response");
    }
    return added;
}

Result<ReplayIndex::Answer> ReplayIndex::find(const Question& question) const {
    for (const Match match : kMatches) {
        if (match != Match::exact && state_->options.matching == ReplayMatching::times_only) {
            break;
        }
        const std::string key = state_->key(question, match);
        const auto found = state_->answers.find(key);
        if (found != state_->answers.end()) {
            const std::lock_guard lock(state_->mutex);
            std::size_t& served = state_->served[key];
            const std::size_t index = std::min(served, found->second.size() - 1);
            served += 1;
            return *found->second[index];
        }
    }
    if (state_->options.matching == ReplayMatching::times_only) {
        if (const auto answer = state_->nearest_in_time(question)) {
            return *answer;
        }
    }
    Error error(ErrorCode::not_found, "the recording has no answer to " + question.method + " " + question.path);
    const std::string asked =
        question.method + " " + question.path + (question.query.empty() ? "" : "?" + question.query);
    const std::vector<std::string> urls(state_->urls.begin(), state_->urls.end());
    const std::optional<std::string> near = nearest(asked, urls);
    return near.has_value() ? error.hint("the nearest that was recorded is " + *near) : error;
}

}  // namespace levada
