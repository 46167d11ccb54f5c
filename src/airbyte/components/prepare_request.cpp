#include "http_client.h"
#include "python_url.h"

#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// What APIs know the CDK's connectors by; some answer by it. Source: requests 2.34.2, default_user_agent.
constexpr std::string_view kUserAgent = "python-requests/2.34.2";

/// Source: requests.utils._validate_header_part.
bool is_header_value(std::string_view value) {
    if (value.empty()) {
        return true;
    }
    const bool is_blank_first = value.front() == ' ' || value.front() == '\t';
    return !is_blank_first && value.find_first_of("\r\n") == std::string_view::npos;
}

Result<void> set_headers(const Json& headers, HttpRequest& request) {
    for (const Json::Member& member : headers.as_object()) {
        const std::string value = python_str(member.value);
        if (!is_header_value(value)) {
            return Error(ErrorCode::invalid_data,
                         "Invalid leading whitespace, reserved character(s), or return character(s) in the value of "
                         "header " +
                             member.key);
        }
        request.headers.set(member.key, value);
    }
    return ok();
}

void set_body(std::string body, std::string_view content_type, HttpRequest& request) {
    request.body = std::move(body);
    if (!content_type.empty() && !request.headers.find("Content-Type")) {
        request.headers.add("Content-Type", std::string(content_type));
    }
}

}  // namespace

Result<HttpRequest> prepare_request(const RequestInput& input) {
    HttpRequest request;
    request.method = input.method;
    LEVADA_TRY(request.url, prepare_url(input.url, without_duplicate_params(input.url, input.parts.params)));
    LEVADA_CHECK(set_headers(input.parts.headers, request));
    if (!request.headers.find("User-Agent")) {
        request.headers.add("User-Agent", std::string(kUserAgent));
    }
    const Json& data = input.parts.body_data;
    const Json& json = input.parts.body_json;
    if (python_truth(json) && python_truth(data)) {
        return Error(ErrorCode::invalid_data,
                     "At the same time only one of the 'request_body_data' and 'request_body_json' functions can "
                     "return data");
    }
    if (python_truth(json)) {
        set_body(json.dump(), "application/json", request);
    } else if (data.is_string() && !data.as_string().empty()) {
        set_body(data.as_string(), "", request);
    } else if (python_truth(data)) {
        set_body(encode_form(data), "application/x-www-form-urlencoded", request);
    }
    return request;
}

}  // namespace levada::airbyte
