#include "request_matcher.h"

#include "python_number.h"

#include <algorithm>

#include "levada/airbyte/components/interpolation.h"
#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada::airbyte {
namespace {

std::string without_trailing_slashes(std::string text) {
    while (text.ends_with('/')) {
        text.pop_back();
    }
    return text;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const Json* mapping) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (mapping != nullptr && mapping->is_object()) {
        for (const Json::Member& member : mapping->as_object()) {
            pairs.emplace_back(member.key, python_str(member.value));
        }
    }
    return pairs;
}

Result<std::int64_t> weight_of(const Json& weight, const Json& node, const BuildContext& context) {
    Json value = weight;
    if (weight.is_string()) {
        LEVADA_TRY(const InterpolatedString text,
                   InterpolatedString::make(weight.as_string(), Json::object(), context));
        LEVADA_TRY(value, text.eval(Scope()));
    }
    LEVADA_TRY(const std::int64_t number, python_int(value, "weight"));
    if (number < 1) {
        return context.error_at(node, ErrorCode::invalid_config, "weight must be >= 1, got " + std::to_string(number));
    }
    return number;
}

}  // namespace

Result<RequestMatcher> RequestMatcher::make(const Json& node, const BuildContext& context) {
    RequestMatcher matcher;
    for (const char c : node.string_or("method", "")) {
        matcher.method_ += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    matcher.url_base_ = without_trailing_slashes(std::string(node.string_or("url_base", "")));
    if (const std::string pattern(node.string_or("url_path_pattern", "")); !pattern.empty()) {
        LEVADA_TRY(matcher.path_, PythonPattern::compile(pattern));
    }
    matcher.params_ = pairs_of(node.find("params"));
    matcher.headers_ = pairs_of(node.find("headers"));
    if (const Json* weight = node.find("weight"); weight != nullptr && !weight->is_null()) {
        LEVADA_TRY(matcher.weight_, weight_of(*weight, node, context));
    }
    return matcher;
}

bool RequestMatcher::matches_params(std::string_view query) const {
    // Of a repeated parameter the last one counts.
    const auto pairs = parse_query(query);
    return std::all_of(params_.begin(), params_.end(), [&pairs](const auto& wanted) {
        const auto found =
            std::find_if(pairs.rbegin(), pairs.rend(), [&](const auto& pair) { return pair.first == wanted.first; });
        return found != pairs.rend() && found->second == wanted.second;
    });
}

bool RequestMatcher::matches_headers(const HttpHeaders& headers) const {
    return std::all_of(headers_.begin(), headers_.end(), [&headers](const auto& wanted) {
        return headers.find(wanted.first) == std::optional<std::string_view>(wanted.second);
    });
}

bool RequestMatcher::matches(const HttpRequest& request) const {
    if (!method_.empty() && request.method != method_) {
        return false;
    }
    const Result<Url> url = parse_url(request.url);
    if (!url) {
        return false;
    }
    if (!url_base_.empty() && url->scheme + "://" + url->authority() != url_base_) {
        return false;
    }
    if (path_) {
        const Result<bool> is_found = path_->search(without_trailing_slashes(url->path));
        if (!is_found || !*is_found) {
            return false;
        }
    }
    return matches_params(url->query) && matches_headers(request.headers);
}

}  // namespace levada::airbyte
