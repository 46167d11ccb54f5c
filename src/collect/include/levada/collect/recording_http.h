#pragma once

#include "levada/collect/raw_zone.h"
#include "levada/collect/redaction.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada {

/// Keeps every exchange in the raw zone, redacted, each hop of a redirect on its own, and names the place in
/// HttpResponse::raw_object. A response is given only after it was kept. Thread-safe.
class RecordingHttp final : public Http {
public:
    /// Borrows all four, which must outlive it.
    RecordingHttp(Http& inner, RawZone& zone, const Redaction& redaction, const Clock& clock);

    /// Errors: also those of RawZone::append(), with the fact kStorageFact.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    Result<HttpResponse> send_once(const HttpRequest& request, Deadline deadline);
    Status keep(const HttpRequest& request, Result<HttpResponse>& response, Instant when);

    Http& inner_;
    RawZone& zone_;
    const Redaction& redaction_;
    const Clock& clock_;
};

}  // namespace levada
