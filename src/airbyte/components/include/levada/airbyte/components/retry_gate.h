#pragma once

#include <string_view>

#include "levada/base/result.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// A request that the manifest's error handler wants to send again.
struct RetryAsk {
    const HttpRequest& request;
    std::string_view end;        ///< how the last attempt ended: "status code '503'"
    bool has_response = false;   ///< false: no connection, no name, cut off
    bool is_wait_asked = false;  ///< the wait is what the API or the manifest says, not the default of the CDK
    double seconds = 0;          ///< the wait before the retry
};

/// Asked by a source before each retry, so that a run can bound them beyond what a manifest says. Without one retries
/// are the CDK's alone. Thread-safe.
class RetryGate {
public:
    virtual ~RetryGate() = default;

    /// A request goes, a first one or a retry.
    virtual void note_request(const HttpRequest& request) = 0;
    /// Seconds to wait before the retry. Errors: unavailable (no more retries): ends the stream.
    virtual Result<double> before_retry(const RetryAsk& ask) = 0;
};

/// Where a source keeps its gate; null: none.
struct RetryGateSlot {
    RetryGate* gate = nullptr;

    void note_request(const HttpRequest& request) const {
        if (gate != nullptr) {
            gate->note_request(request);
        }
    }
    /// As RetryGate::before_retry(); without a gate the wait is as asked.
    Result<double> before_retry(const RetryAsk& ask) const {
        return gate == nullptr ? Result<double>(ask.seconds) : gate->before_retry(ask);
    }
};

}  // namespace levada::airbyte
