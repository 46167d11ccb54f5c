#include "run/credential_watch.h"

#include <algorithm>

namespace levada::app {

namespace {

constexpr int kFailureStatusMin = 400;
// An API that refuses one stream may well take the credentials for another one.
constexpr std::size_t kRefusedStreamsMin = 2;

}  // namespace

void CredentialWatch::note_answer(const HttpRequest& request, const HttpResponse& response) {
    if (!request.is_authentication && response.status < kFailureStatusMin) {
        const std::scoped_lock lock(mutex_);
        is_accepted_ = true;
    }
}

void CredentialWatch::note_failure(const airbyte::ErrorTrace& trace) {
    if (trace.refused == airbyte::Refused::nothing) {
        return;
    }
    const std::scoped_lock lock(mutex_);
    refused_streams_.insert(trace.stream);
    (trace.refused == airbyte::Refused::token_request ? token_refusal_count_ : refusal_count_) += 1;
    const bool is_every_stream = refused_streams_.size() >= std::min(kRefusedStreamsMin, stream_count_);
    const bool is_enough = token_refusal_count_ >= kRefusalsMax || (refusal_count_ >= kRefusalsMax && is_every_stream);
    if (is_enough && !is_accepted_) {
        stop_.give_up("the credentials were refused " + std::to_string(refusal_count_ + token_refusal_count_) +
                      " times and never taken, so nothing more was asked: " + trace.message +
                      "; levada check tries credentials");
    }
}

}  // namespace levada::app
