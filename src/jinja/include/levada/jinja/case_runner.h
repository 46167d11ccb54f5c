#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::jinja {

/// What `levada jinja --env ENV --cases FILE` runs. The room reads neither files nor environment variables itself.
struct CaseRun {
    std::string_view environment;  ///< plain, dbt, dbt_parse, dbt_native or cdk.
    std::string_view cases;        ///< JSON lines: {"id", "template", "context"[, "macros"]}.
    /// Value of an environment variable for env_var(); empty function: none is set.
    std::function<std::optional<std::string>(std::string_view)> environment_variable;
    std::int64_t now_epoch_seconds = 0;  ///< What now_utc() gives.
};

/// Gives one JSON line per case: {"id", "output"} or {"id", "error", "message"}.
/// Errors: invalid_config (unknown environment), invalid_data (a line that is not JSON, with its number).
Result<std::string> run_cases(const CaseRun& run);

}  // namespace levada::jinja
