#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/ports/handler.h"
#include "levada/ports/http.h"
#include "levada/ports/object_store.h"

namespace levada {

/// Gives what a recording has of a range: fewer bytes at its end, none behind it. Thread-safe.
using RecordingBytes = std::function<Result<std::string>(ByteRange)>;

/// A recording that is an object. Borrows `objects`.
RecordingBytes bytes_of(ObjectStore& objects, std::string key);
/// A recording that is held in memory.
RecordingBytes bytes_in_memory(std::string recording);

/// What a recording is called in the raw zone.
struct RecordingName {
    std::string key{};
    std::string stream{};
};

/// What may differ between a request and the recorded one that answers it.
enum class ReplayMatching : std::uint8_t {
    lenient,     ///< ignored query parameters, then the body: for a server that stands in for the API
    times_only,  ///< values that are times: for the same connector, run once more
};

/// How requests are compared with the recording.
struct ReplayOptions {
    /// Query parameters that are left out when no recording matches exactly: cache busters, times.
    std::vector<std::string> ignored_query_parameters{};
    ReplayMatching matching = ReplayMatching::lenient;
};

/// A recording that can be asked again: request in, recorded response out. Memory holds where each response is, about
/// 150 bytes of each, and no response. Thread-safe. The order of the search is in docs/formats/raw_zone.md.
class ReplayIndex {
public:
    struct Answer {
        int status = 200;
        HttpHeaders headers{};
        std::string body{};   ///< as it came: with its content coding
        std::string place{};  ///< `key#offset` of its exchange in the raw zone; empty when it was added without a key
        /// Why no whole response came, where matching is times_only; the rest then says nothing. Others never see it:
        /// a server that stands in for the API answers.
        std::optional<Error> failure{};
    };
    /// A request to look up; `host` may be empty when it is not known.
    struct Question {
        std::string method = "GET";
        std::string host{};
        std::string path{};
        std::string query{};
        std::string body{};
        std::string stream{};  ///< who asks: what was recorded for it comes before what others were answered
    };

    explicit ReplayIndex(ReplayOptions options);
    ~ReplayIndex();
    ReplayIndex(ReplayIndex&&) noexcept;
    ReplayIndex& operator=(ReplayIndex&&) noexcept;

    /// Adds all exchanges of a WARC file (compressed or not). Gives their number. `bytes` is asked again by find().
    /// Errors: those of `bytes` and of WarcReader::next(); not_found (no exchange in the file).
    Result<std::size_t> add(RecordingBytes bytes, RecordingName name = {});
    std::size_t exchange_count() const;
    /// True when a request to this host (with its port, if it had one) was recorded.
    bool has_host(std::string_view host) const;

    /// The recorded answer. Several of one request come in the order of recording; the last is repeated.
    /// Errors: not_found, with the nearest recorded URL as hint; those of reading it, corruption among them.
    Result<Answer> find(const Question& question) const;
    /// From now on the answers come from the first again.
    void rewind();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Serves a recording over HTTP. A first path component that names a recorded host is taken as the host
/// (`/{host}/path`, as `--http-rewrite` sends it); else the path alone is compared. Borrows `index`.
Handler replay_handler(const ReplayIndex& index);

}  // namespace levada
