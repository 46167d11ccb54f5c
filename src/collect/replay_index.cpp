#include "levada/collect/replay_index.h"

#include "recorded_exchanges.h"
#include "request_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/url.h"
#include "levada/collect/redaction.h"

namespace levada {
namespace {

enum class Match : std::uint8_t { exact, without_ignored, without_body, without_both };
constexpr Match kMatches[] = {Match::exact, Match::without_ignored, Match::without_body, Match::without_both};
// So many URLs are remembered for the hint of a request that was not recorded.
constexpr std::size_t kUrlsShownMax = 1'000;

// A request in 16 bytes. That two of them are the same by chance is as likely as that a disk lies about both.
using Key = std::array<std::uint64_t, 2>;

Key key_of(std::string_view text) {
    const std::string hash = digest("sha256", text);
    Key key;
    static_assert(sizeof(key) <= 32);
    std::memcpy(key.data(), hash.data(), sizeof(key));
    return key;
}

/// A request, and what answers it.
struct Entry {
    Key key;
    std::uint32_t exchange;
    std::uint32_t is_served = 0;
};

/// A request without its times.
struct TimedEntry {
    Key key;
    Key exact;  ///< of the same request with its times
    std::uint32_t exchange;
    std::uint64_t times_begin = 0;  ///< in State::times
};

/// Where an answer is.
struct Place {
    std::uint64_t request_offset;
    ResponsePlace response;
    std::uint32_t file;
    std::uint32_t order;
    std::uint32_t is_taken = 0;  ///< some request got this answer, or another one of the same recorded request
};

struct File {
    RecordingBytes bytes;
    RecordingName name;
};

std::string place_of(const ReplayIndex::Question& question) {
    return question.method + " " + to_lower(question.host) + (question.path.empty() ? "/" : question.path);
}

/// The entries with the key; `entries` is sorted.
template <typename E>
std::pair<typename std::vector<E>::iterator, typename std::vector<E>::iterator> entries_of(std::vector<E>& entries,
                                                                                           const Key& key) {
    const auto begin =
        std::lower_bound(entries.begin(), entries.end(), key, [](const E& e, const Key& k) { return e.key < k; });
    const auto end = std::upper_bound(begin, entries.end(), key, [](const Key& k, const E& e) { return k < e.key; });
    return {begin, end};
}

}  // namespace

struct ReplayIndex::State {
    using Entries = std::vector<Entry>::iterator;

    ReplayOptions options;
    Redaction redaction{};
    std::vector<File> files{};
    std::vector<Place> places{};
    std::vector<double> times{};
    std::set<std::string> hosts{};
    std::set<std::string> urls{};
    std::uint32_t request_count = 0;
    std::mutex mutex{};  // for all below
    bool is_sorted = true;
    std::vector<Entry> entries{};        ///< by key, then in the order of recording
    std::vector<TimedEntry> timed{};     ///< the same
    std::map<Key, Key> taken_by_time{};  ///< which recorded request answers one that differs from it in times

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

    Key key(const Question& question, Match match) const {
        const bool has_body = match == Match::exact || match == Match::without_ignored;
        std::string text = std::to_string(static_cast<int>(match)) + " " + place_of(question);
        text.append("?").append(comparable_query(question.query, match));
        if (has_body) {
            HttpRequest request{.method = question.method};
            request.body = question.body;
            text.append("\n").append(redaction.is_authentication(request)
                                         ? redaction.authentication_request_body(question.body)
                                         : question.body);
        }
        return key_of(text);
    }

    std::pair<Key, std::vector<double>> timeless(const Question& question) const {
        TimelessValues values = without_times(values_of(redaction.query(question.query), question.body));
        return {key_of(place_of(question) + "\n" + values.text), std::move(values.times)};
    }

    void add(RecordedExchange&& exchange) {
        const auto number = static_cast<std::uint32_t>(places.size());
        places.push_back({.request_offset = exchange.request_offset,
                          .response = exchange.response,
                          .file = static_cast<std::uint32_t>(files.size() - 1),
                          .order = request_count + exchange.order});
        Question& question = exchange.question;
        hosts.insert(to_lower(question.host));
        if (urls.size() < kUrlsShownMax) {
            urls.insert(question.method + " " + question.path + (question.query.empty() ? "" : "?" + question.query));
        }
        const std::lock_guard lock(mutex);
        is_sorted = false;
        if (options.matching == ReplayMatching::times_only) {
            const Key exact = key(question, Match::exact);
            entries.push_back({exact, number});
            auto [timeless_key, seconds] = timeless(question);
            timed.push_back({.key = timeless_key, .exact = exact, .exchange = number, .times_begin = times.size()});
            times.insert(times.end(), seconds.begin(), seconds.end());
            return;
        }
        for (const Match match : kMatches) {
            entries.push_back({key(question, match), number});
        }
        question.host.clear();
        for (const Match match : kMatches) {
            entries.push_back({key(question, match), number});
        }
    }

    void sort() {
        if (std::exchange(is_sorted, true)) {
            return;
        }
        const auto is_before = [this](const auto& a, const auto& b) {
            return a.key == b.key ? places[a.exchange].order < places[b.exchange].order : a.key < b.key;
        };
        std::sort(entries.begin(), entries.end(), is_before);
        std::sort(timed.begin(), timed.end(), is_before);
    }

    /// Which exchange answers; nothing when none does.
    std::optional<std::uint32_t> answering(const Question& question) {
        const bool is_lenient = options.matching == ReplayMatching::lenient;
        const std::lock_guard lock(mutex);
        sort();
        for (const Match match : kMatches) {
            if (match != Match::exact && !is_lenient) {
                break;
            }
            const auto [begin, end] = entries_of(entries, key(question, match));
            if (begin != end) {
                return next_of(begin, end, question.stream);
            }
        }
        return is_lenient ? std::nullopt : nearest_in_time(question);
    }

    /// The next answer to a request: the first that was not given yet, else the last; those that the same stream got
    /// come before others.
    std::uint32_t next_of(Entries begin, Entries end, std::string_view stream) {
        LEVADA_ASSERT(begin != end);
        Entries chosen = begin;
        int rank_chosen = -1;
        for (Entries entry = begin; entry != end; ++entry) {
            const bool is_own = files[places[entry->exchange].file].name.stream == stream;
            const int rank = (is_own ? 2 : 0) + (entry->is_served == 0 ? 1 : 0);
            places[entry->exchange].is_taken = 1;
            // Of those that were given already the last, of the others the first.
            if (rank > rank_chosen || (rank == rank_chosen && entry->is_served != 0)) {
                chosen = entry;
                rank_chosen = rank;
            }
        }
        chosen->is_served = 1;
        return chosen->exchange;
    }

    /// The answer to the request that differs from this one in times only, and least. Each is given to one request:
    /// else windows that were never asked for would get what another window had.
    std::optional<std::uint32_t> nearest_in_time(const Question& question) {
        const Key asked = key(question, Match::exact);
        if (const auto known = taken_by_time.find(asked); known != taken_by_time.end()) {
            const auto [first, last] = entries_of(entries, known->second);
            return next_of(first, last, question.stream);
        }
        const auto [timeless_key, seconds] = timeless(question);
        const auto [begin, end] = entries_of(timed, timeless_key);
        auto nearest = end;
        double least = 0;
        for (auto entry = begin; entry != end; ++entry) {
            if (places[entry->exchange].is_taken != 0) {
                continue;
            }
            double distance = 0;
            for (std::size_t i = 0; i < seconds.size(); ++i) {
                distance += std::abs(seconds[i] - times[entry->times_begin + i]);
            }
            if (nearest == end || distance < least) {
                nearest = entry;
                least = distance;
            }
        }
        if (nearest == end) {
            return std::nullopt;
        }
        taken_by_time[asked] = nearest->exact;
        const auto [first, last] = entries_of(entries, nearest->exact);
        return next_of(first, last, question.stream);
    }
};

RecordingBytes bytes_of(ObjectStore& objects, std::string key) {
    return
        [&objects, key = std::move(key)](ByteRange range) { return objects.get_range(key, range, Deadline::never()); };
}

RecordingBytes bytes_in_memory(std::string recording) {
    const auto held = std::make_shared<const std::string>(std::move(recording));
    return [held](ByteRange range) -> Result<std::string> {
        return held->substr(std::min<std::uint64_t>(range.offset, held->size()), range.size_bytes);
    };
}

ReplayIndex::ReplayIndex(ReplayOptions options) : state_(std::make_unique<State>()) {
    state_->options = std::move(options);
}
ReplayIndex::~ReplayIndex() = default;
ReplayIndex::ReplayIndex(ReplayIndex&&) noexcept = default;
ReplayIndex& ReplayIndex::operator=(ReplayIndex&&) noexcept = default;

std::size_t ReplayIndex::exchange_count() const {
    return state_->places.size();
}

bool ReplayIndex::has_host(std::string_view host) const {
    return state_->hosts.contains(to_lower(host));
}

Result<std::size_t> ReplayIndex::add(RecordingBytes bytes, RecordingName name) {
    state_->files.push_back({std::move(bytes), std::move(name)});
    const std::size_t count_before = exchange_count();
    std::uint32_t request_count = 0;
    LEVADA_CHECK(read_exchanges(state_->files.back().bytes, [&](RecordedExchange&& exchange) {
        request_count = std::max(request_count, exchange.order + 1);
        if (!exchange.is_failure || state_->options.matching == ReplayMatching::times_only) {
            state_->add(std::move(exchange));
        }
    }));
    state_->request_count += request_count;
    const std::size_t added = exchange_count() - count_before;
    if (added == 0) {
        return Error(ErrorCode::not_found, "the file holds no request with a response");
    }
    return added;
}

void ReplayIndex::rewind() {
    const std::lock_guard lock(state_->mutex);
    for (Entry& entry : state_->entries) {
        entry.is_served = 0;
    }
    for (Place& place : state_->places) {
        place.is_taken = 0;
    }
    state_->taken_by_time.clear();
}

Result<ReplayIndex::Answer> ReplayIndex::find(const Question& question) const {
    if (const std::optional<std::uint32_t> found = state_->answering(question)) {
        const Place& place = state_->places[*found];
        const File& file = state_->files[place.file];
        LEVADA_TRY(Answer answer, read_response(file.bytes, place.response).with("object", file.name.key));
        answer.place = file.name.key.empty() ? "" : file.name.key + "#" + std::to_string(place.request_offset);
        return answer;
    }
    const std::string asked =
        question.method + " " + question.path + (question.query.empty() ? "" : "?" + question.query);
    const Error error(ErrorCode::not_found, "the recording has no answer to " + asked);
    const std::vector<std::string> urls(state_->urls.begin(), state_->urls.end());
    const std::optional<std::string> near = nearest(asked, urls);
    return near.has_value() ? error.hint("the nearest that was recorded is " + *near) : error;
}

}  // namespace levada
