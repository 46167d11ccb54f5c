#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "levada/collect/redaction.h"
#include "levada/collect/replay_index.h"
#include "levada/ports/http.h"

namespace levada {

/// Answers requests from a recording instead of the API: nothing leaves the machine. Thread-safe.
class ReplayHttp final : public Http {
public:
    /// Borrows both, which must outlive it. `redaction` is the one of the recording: a request is compared without its
    /// secrets.
    ReplayHttp(const ReplayIndex& index, const Redaction& redaction) : index_(index), redaction_(redaction) {}

    /// Errors: not_found (nothing was recorded for this request), invalid_data (a recorded body that cannot be
    /// decoded).
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& /*response*/) override {}

    /// Called with the first request that has no answer: what follows from it is not worth asking.
    void on_first_miss(std::function<void(const Error&)> told) { told_ = std::move(told); }

    /// Where the newest answer to a request of the stream is kept; empty when there is none.
    std::string last_place(const std::string& stream) const;
    /// The first request that had no answer, in words; nothing when all had one.
    std::optional<Error> first_miss() const;

private:
    Result<HttpResponse> answer(const HttpRequest& request);

    const ReplayIndex& index_;
    const Redaction& redaction_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string> last_places_;
    std::optional<Error> first_miss_;
    std::function<void(const Error&)> told_;
};

}  // namespace levada
