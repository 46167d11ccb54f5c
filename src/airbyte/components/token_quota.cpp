#include "token_quota.h"

#include "airbyte_datetime.h"
#include "python_number.h"

#include <algorithm>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/failure.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// How far an API's clocks may differ. Source: RateLimitedMultipleTokenAuthenticator.RESET_SKEW_TOLERANCE.
constexpr std::int64_t kSkewUs = std::int64_t{60} * 1'000'000;

std::vector<std::string> texts_at(const Json& node, std::string_view name) {
    std::vector<std::string> texts;
    const Json* given = node.find(name);
    if (given != nullptr && given->is_array()) {
        for (const Json& item : given->as_array()) {
            texts.push_back(python_str(item));
        }
    }
    return texts;
}

Result<const Json*> value_at(const Json& answer, const std::vector<std::string>& path, const std::string& quota) {
    const Json* value = &answer;
    for (const std::string& step : path) {
        value = value->find(step);
        if (value == nullptr) {
            return traced_error(FailureType::system_error,
                                "Quota status response does not contain the configured path \"" + join(path, ".") +
                                    "\" for token quota \"" + quota + "\".");
        }
    }
    return value;
}

std::optional<std::int64_t> header_number(const HttpResponse& response, const std::string& name) {
    const std::optional<std::string_view> value = name.empty() ? std::nullopt : response.headers.find(name);
    return value ? parse_int64(trim(*value)) : std::nullopt;
}

std::optional<std::int64_t> header_time(const HttpResponse& response, const std::string& name) {
    const std::optional<std::string_view> value = name.empty() ? std::nullopt : response.headers.find(name);
    return value ? parse_airbyte_datetime(*value) : std::nullopt;
}

}  // namespace

Result<TokenQuota> TokenQuota::make(const Json& node, const BuildContext& context) {
    TokenQuota quota;
    quota.name = std::string(node.string_or("name", ""));
    quota.remaining_path = texts_at(node, "remaining_path");
    quota.reset_path = texts_at(node, "reset_path");
    quota.limit_path = texts_at(node, "limit_path");
    quota.remaining_header = std::string(node.string_or("remaining_header", ""));
    quota.reset_header = std::string(node.string_or("reset_header", ""));
    quota.limit_header = std::string(node.string_or("limit_header", ""));
    if (const Json* statuses = node.find("exhaustion_status_codes"); statuses != nullptr && statuses->is_array()) {
        for (const Json& status : statuses->as_array()) {
            LEVADA_TRY(const std::int64_t number, python_int(status, "exhaustion_status_codes"));
            quota.exhaustion_statuses.push_back(number);
        }
    }
    if (const Json* matchers = node.find("matchers"); matchers != nullptr && matchers->is_array()) {
        for (const Json& item : matchers->as_array()) {
            LEVADA_TRY(RequestMatcher matcher, RequestMatcher::make(item, context));
            quota.matchers.push_back(std::move(matcher));
        }
    }
    return quota;
}

bool TokenQuota::is_response_aware() const {
    return !remaining_header.empty() || !reset_header.empty() || !limit_header.empty() || !exhaustion_statuses.empty();
}

bool TokenQuota::is_exhausted_by(int status) const {
    return std::find(exhaustion_statuses.begin(), exhaustion_statuses.end(), status) != exhaustion_statuses.end();
}

Result<QuotaState> QuotaState::read(const Json& answer, const TokenQuota& quota) {
    QuotaState state;
    LEVADA_TRY(const Json* remaining, value_at(answer, quota.remaining_path, quota.name));
    LEVADA_TRY(const Json* reset, value_at(answer, quota.reset_path, quota.name));
    LEVADA_TRY(state.remaining, python_int(*remaining, "remaining"));
    state.limit = state.remaining;
    if (!quota.limit_path.empty()) {
        LEVADA_TRY(const Json* limit, value_at(answer, quota.limit_path, quota.name));
        LEVADA_TRY(state.limit, python_int(*limit, "limit"));
    }
    const std::optional<std::int64_t> time = parse_airbyte_datetime(python_str(*reset));
    if (!time) {
        return Error(ErrorCode::invalid_data, "quota reset: " + python_str(*reset) + " is no time");
    }
    state.reset_us = *time;
    return state;
}

void QuotaState::update(const TokenQuota& quota, const HttpResponse& response) {
    std::optional<std::int64_t> said = header_number(response, quota.remaining_header);
    const bool is_exhausted = quota.is_exhausted_by(response.status);
    if (!said && is_exhausted) {
        said = 0;
    }
    const std::optional<std::int64_t> reset = header_time(response, quota.reset_header);
    const std::optional<std::int64_t> maximum = header_number(response, quota.limit_header);
    if (!is_tracked) {
        return;
    }
    if (maximum && *maximum > 0 && (!reset || *reset >= reset_us)) {
        limit = *maximum;
    }
    if (reset && *reset > reset_us) {
        reset_us = *reset;
        remaining = said.value_or(limit);
    } else if (said && ((*said <= 0 && is_exhausted) || !reset || *reset >= reset_us - kSkewUs)) {
        remaining = std::min(remaining, *said);
    }
}

}  // namespace levada::airbyte
