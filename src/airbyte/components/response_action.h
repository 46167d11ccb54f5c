#pragma once

#include <string_view>

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte {

/// The protocol's spelling in capitals: "RATE_LIMITED".
std::string_view name_of(ResponseAction action);

/// The action spelled `name` in capitals; fail for anything else (validation has refused it before).
ResponseAction response_action_named(std::string_view name);

}  // namespace levada::airbyte
