#include "run/table_tool.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/system_clock.h"
#include "levada/base/file.h"

namespace levada::app {

Status with_table_context(const std::function<Status(const lake::ScriptContext&)>& work) {
    const SystemClock clock;
    LEVADA_TRY(const auto engine, DuckDbEngine::open({}, clock));
    std::string pattern = (std::filesystem::temp_directory_path() / "levada-table-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        return file_error(errno, "make the folder", pattern);
    }
    const std::filesystem::path scratch = pattern;
    const Status done = work({*engine, clock, scratch});
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    return done;
}

}  // namespace levada::app
