#include "default_error_mapping.h"

#include "python_text.h"
#include "response_json.h"

#include <array>
#include <string>

#include "levada/airbyte/components/interpolation.h"
#include "levada/base/json.h"
#include "levada/ports/storage_fact.h"

namespace levada::airbyte {
namespace {

struct StatusEntry {
    int status;
    ResponseAction action;
    FailureType failure_type;
    std::string_view text;
};

constexpr std::array<StatusEntry, 11> kStatusEntries = {{
    {400, ResponseAction::fail, FailureType::system_error, "Bad request. Please check your request parameters."},
    {401,
     ResponseAction::fail,
     FailureType::config_error,
     "Unauthorized. Please ensure you are authenticated correctly."},
    {403,
     ResponseAction::fail,
     FailureType::config_error,
     "Forbidden. You don't have permission to access this resource."},
    {404,
     ResponseAction::fail,
     FailureType::system_error,
     "Not found. The requested resource was not found on the server."},
    {405, ResponseAction::fail, FailureType::system_error, "Method not allowed. Please check your request method."},
    {408, ResponseAction::retry, FailureType::transient_error, "Request timeout."},
    {429, ResponseAction::rate_limited, FailureType::transient_error, "Too many requests."},
    {500, ResponseAction::retry, FailureType::transient_error, "Internal server error."},
    {502, ResponseAction::retry, FailureType::transient_error, "Bad gateway."},
    {503, ResponseAction::retry, FailureType::transient_error, "Service unavailable."},
    {504, ResponseAction::retry, FailureType::transient_error, "Gateway timeout."},
}};

/// In the order they are asked. Source: JsonErrorMessageParser._try_get_error.
constexpr std::array<std::string_view, 12> kMessageKeys = {"message",
                                                           "messages",
                                                           "error",
                                                           "errors",
                                                           "failures",
                                                           "failure",
                                                           "detail",
                                                           "err",
                                                           "error_message",
                                                           "msg",
                                                           "reason",
                                                           "status_message"};

std::optional<std::string> message_in(const Json& value);

std::optional<std::string> message_in_list(const Json::Array& items) {
    std::string joined;
    bool is_first = true;
    for (const Json& item : items) {
        if (const std::optional<std::string> text = message_in(item)) {
            joined += is_first ? "" : ", ";
            joined += *text;
            is_first = false;
        }
    }
    return joined;
}

std::optional<std::string> message_in(const Json& value) {  // NOLINT(misc-no-recursion): depth is that of the JSON
    if (value.is_string()) {
        return value.as_string();
    }
    if (value.is_array()) {
        return message_in_list(value.as_array());
    }
    // `a or b or c` gives the last one when none is true.
    for (const std::string_view key : kMessageKeys) {
        const Json* found = value.find(key);
        if (found != nullptr && (python_truth(*found) || key == kMessageKeys.back())) {
            return message_in(*found);
        }
    }
    return std::nullopt;
}

constexpr std::array<std::pair<int, std::string_view>, 30> kReasons = {{
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Entity"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

std::string text_of_response(const Response& response) {
    const int status = response.http().status;
    if (status < 400) {
        return "Unexpected response with HTTP status " + std::to_string(status);
    }
    const std::string_view side = status < 500 ? "Client" : "Server";
    return "Response was not ok: `" + std::to_string(status) + " " + std::string(side) +
           " Error: " + std::string(reason_of(status)) + " for url: " + response.http().url +
           "`. Response content is: " + text_of(response.http());
}

}  // namespace

std::string_view reason_of(int status) {
    for (const auto& [code, reason] : kReasons) {
        if (code == status) {
            return reason;
        }
    }
    return "";
}

std::optional<ErrorResolution> default_resolution(int status) {
    for (const StatusEntry& entry : kStatusEntries) {
        if (entry.status == status) {
            return ErrorResolution{
                .action = entry.action,
                .failure_type = entry.failure_type,
                .message = "HTTP Status Code: " + std::to_string(status) + ". Error: " + std::string(entry.text)};
        }
    }
    return std::nullopt;
}

std::optional<ErrorResolution> default_resolution(const Error& error) {
    if (error.fact(kExceptionFact) == "InvalidSchema") {
        return ErrorResolution{.action = ResponseAction::fail,
                               .failure_type = FailureType::config_error,
                               .message =
                                   "Invalid Protocol Schema: The endpoint that data is being requested from is "
                                   "using an invalid or insecure. Exception: requests.exceptions.InvalidSchema"};
    }
    if (!error.fact(kStorageFact).empty()) {
        return ErrorResolution{.action = ResponseAction::fail,
                               .failure_type = FailureType::system_error,
                               .message = "The response could not be kept: " + error.message()};
    }
    if (error.code() == ErrorCode::invalid_config) {
        return ErrorResolution{.action = ResponseAction::retry,
                               .failure_type = FailureType::transient_error,
                               .message =
                                   "Invalid URL specified or DNS error occurred: The endpoint that data is "
                                   "being requested from is not a valid URL. Exception: "
                                   "requests.exceptions.InvalidURL"};
    }
    return std::nullopt;
}

ErrorResolution fallback_resolution(const Attempt& attempt) {
    ErrorResolution resolution{
        .action = ResponseAction::retry, .failure_type = FailureType::system_error, .message = ""};
    if (attempt.response != nullptr) {
        resolution.message = text_of_response(*attempt.response);
    } else if (attempt.error != nullptr) {
        resolution.message = "ConnectionError: " + attempt.error->message();
    }
    return resolution;
}

std::optional<std::string> error_message_of(Response& response) {
    const std::optional<std::string_view> json = json_text_of(response);
    if (!json) {
        return response.http().body;
    }
    const Result<Json> parsed = parse_json(*json);
    return parsed ? message_in(*parsed) : std::nullopt;
}

}  // namespace levada::airbyte
