#pragma once

#include <optional>
#include <string>

#include "levada/airbyte/message_writer.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// One call of an Airbyte connector.
struct VerbOptions {
    /// spec, check, discover or read.
    std::string verb;
    std::string manifest_text;
    std::string manifest_file;
    /// Texts of the JSON files; nothing where the verb does not take it.
    std::optional<std::string> config;
    std::optional<std::string> catalog;
    std::optional<std::string> state;
    /// Where requests go instead: `{host}` stands for the host (and port) of the original URL; empty: nowhere else.
    std::string http_rewrite;
};

/// Runs a verb: protocol messages go to `out`, the result is the exit code (0 when all went well, else 1).
/// Every failure is in the messages; only a failing `out` is not. Source: airbyte-cdk 7.39.1, entrypoint.py.
int run_verb(const VerbOptions& options, Http& http, Clock& clock, TextSink& out);

/// Sends every request to another place: `base` with `{host}` replaced by the original host and port, then the
/// original path and query. Responses name the original URL, so templates and caches do not notice.
class RewritingHttp final : public Http {
public:
    /// Borrows `next`.
    RewritingHttp(std::string base, Http& next) : base_(std::move(base)), next_(next) {}
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }
    /// Where a request for `url` goes.
    std::string rewritten(std::string_view url) const;

private:
    std::string base_;
    Http& next_;
};

}  // namespace levada::airbyte
