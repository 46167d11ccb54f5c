#pragma once

#include "python_pattern.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// Tells which requests a rate policy or a quota counts. Source: sources/streams/call_rate.py, HttpRequestRegexMatcher.
class RequestMatcher {
public:
    /// Reads an HttpRequestRegexMatcher component. Errors: invalid_config (weight below 1, broken pattern).
    static Result<RequestMatcher> make(const Json& node, const BuildContext& context);

    bool matches(const HttpRequest& request) const;
    /// Calls that a matching request counts for.
    std::int64_t weight() const { return weight_; }

private:
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    bool matches_params(std::string_view query) const;
    bool matches_headers(const HttpHeaders& headers) const;

    std::string method_;
    std::string url_base_;
    std::optional<PythonPattern> path_;
    Pairs params_;
    Pairs headers_;
    std::int64_t weight_ = 1;
};

}  // namespace levada::airbyte
