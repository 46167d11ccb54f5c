#include "response_action.h"

#include <array>
#include <utility>

namespace levada::airbyte {
namespace {

constexpr std::array<std::pair<ResponseAction, std::string_view>, 9> kNames = {{
    {ResponseAction::success, "SUCCESS"},
    {ResponseAction::retry, "RETRY"},
    {ResponseAction::fail, "FAIL"},
    {ResponseAction::ignore, "IGNORE"},
    {ResponseAction::rate_limited, "RATE_LIMITED"},
    {ResponseAction::refresh_token_then_retry, "REFRESH_TOKEN_THEN_RETRY"},
    {ResponseAction::reset_pagination, "RESET_PAGINATION"},
    {ResponseAction::reduce_page_size, "REDUCE_PAGE_SIZE"},
    {ResponseAction::split_request_window, "SPLIT_REQUEST_WINDOW"},
}};

}  // namespace

std::string_view name_of(ResponseAction action) {
    for (const auto& [value, name] : kNames) {
        if (value == action) {
            return name;
        }
    }
    return "FAIL";
}

ResponseAction response_action_named(std::string_view name) {
    for (const auto& [value, spelled] : kNames) {
        if (spelled == name) {
            return value;
        }
    }
    return ResponseAction::fail;
}

}  // namespace levada::airbyte
