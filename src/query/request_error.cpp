#include "levada/query/request_error.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace levada::query {

namespace {

constexpr std::string_view kCodeFact = "api_code";
constexpr std::string_view kDetailsFact = "details";

struct CodeStatus {
    std::string_view code;
    int status;
};

// Source: PostgREST documentation, "Errors", HTTP status per code.
constexpr CodeStatus kStatuses[] = {
    {"PGRST103", 416},
    {"PGRST107", 406},
    {"PGRST116", 406},
    {"PGRST125", 404},
    {"PGRST205", 404},
    {"42883", 404},
    {"LVD413", 413},
    {"LVD414", 414},
};

int status_of(std::string_view code) {
    const auto* found = std::ranges::find(kStatuses, code, &CodeStatus::code);
    return found == std::end(kStatuses) ? 400 : found->status;
}

std::optional<std::string> text_or_none(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::pair<int, std::string_view> of_engine(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_data:
            return {400, "22P02"};
        case ErrorCode::not_found:
            return {404, "42P01"};
        case ErrorCode::unsupported:
            return {400, "0A000"};
        case ErrorCode::deadline_exceeded:
            return {504, "57014"};
        case ErrorCode::unavailable:
            return {503, "53000"};
        default:
            return {500, "XX000"};
    }
}

}  // namespace

Error request_error(std::string_view api_code, std::string message, std::string details) {
    Error error = Error(ErrorCode::invalid_data, std::move(message)).with(kCodeFact, std::string(api_code));
    return details.empty() ? error : error.with(kDetailsFact, std::move(details));
}

ApiError api_error_of(const Error& error) {
    const std::string_view own = error.fact(kCodeFact);
    if (!own.empty()) {
        return {.status = status_of(own),
                .code = std::string(own),
                .message = error.message(),
                .details = text_or_none(error.fact(kDetailsFact)),
                .hint = text_or_none(error.hint())};
    }
    const auto [status, code] = of_engine(error.code());
    const bool is_ours = status == 500;
    return {.status = status,
            .code = std::string(code),
            .message = is_ours ? std::string("Internal error; the log has its cause") : error.message(),
            .hint = is_ours ? std::nullopt : text_or_none(error.hint())};
}

}  // namespace levada::query
