#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "levada/base/json.h"
#include "levada/lake/table.h"

namespace levada::lake {

/// What `levada table` commands work with.
struct ScriptContext {
    SqlEngine& engine;
    const Clock& clock;
    std::filesystem::path scratch;  ///< an existing folder for files that live as long as a step
};

/// Takes one line of output, without its line feed.
using PrintLine = std::function<void(std::string_view)>;

/// `levada table apply`: runs the steps of a script on the table in `path`, which the first step makes; prints a JSON
/// line for each. A script is {"table": {name, key, partition, order, hive_style, urlencode, columns}, "steps": […]}.
/// Errors: invalid_config (the script), cancelled (a step stopped on purpose), as Table.
Status apply_script(const ScriptContext& context,
                    const std::filesystem::path& path,
                    const Json& script,
                    const PrintLine& print);

/// `levada table read`: prints the rows at `as_of` (an instant or empty) as JSON lines, dates as ISO, times as UTC with
/// microseconds and Z, decimals as text without trailing zeros, bytes as 0x….
/// Errors: as Table::snapshot.
Status read_table(const ScriptContext& context,
                  const std::filesystem::path& path,
                  std::string_view as_of,
                  const PrintLine& print);

}  // namespace levada::lake
