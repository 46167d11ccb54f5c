#pragma once

#include "run/run_stop.h"

#include <cstddef>
#include <mutex>
#include <set>
#include <string>

#include "levada/airbyte/messages.h"
#include "levada/ports/http.h"

namespace levada::app {

/// Notices that an API takes a run's credentials for none of its streams, and ends the run: else each of ten thousand
/// slices would be refused one after the other, which may lock the account. One request that was answered well shows
/// that the credentials are good for something; then only the streams that are refused end, each for itself.
/// Thread-safe.
class CredentialWatch {
public:
    /// So many refusals are enough.
    static constexpr int kRefusalsMax = 3;

    /// `stream_count`: of the run. Borrows `stop`.
    CredentialWatch(std::size_t stream_count, RunStop& stop) : stream_count_(stream_count), stop_(stop) {}

    void note_answer(const HttpRequest& request, const HttpResponse& response);
    /// A stream, or a part of one, failed.
    void note_failure(const airbyte::ErrorTrace& trace);

private:
    const std::size_t stream_count_;
    RunStop& stop_;
    std::mutex mutex_;
    bool is_accepted_ = false;  // these under mutex_
    int refusal_count_ = 0;
    int token_refusal_count_ = 0;
    std::set<std::string> refused_streams_;
};

}  // namespace levada::app
