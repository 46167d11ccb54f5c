// Development only: `table apply --script FILE --path DIR` and `table read --path DIR [--as-of INSTANT]` without the
// program, for checking the tables against other Hudi implementations.
#include <cstdio>
#include <map>
#include <string>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/base/file.h"
#include "levada/lake/table_script.h"
#include "levada/testing/temp_dir.h"

namespace levada::lake {
namespace {

class ToolClock final : public Clock {
public:
    Instant now() const override { return std::chrono::system_clock::now(); }
    Monotonic monotonic() const override { return std::chrono::steady_clock::now(); }
    void sleep_for(std::chrono::nanoseconds /*duration*/) override {}
};

Status run(const std::string& verb, std::map<std::string, std::string> options) {
    const testing::TempDir scratch;
    const ToolClock clock;
    DuckDbOptions engine_options;
    engine_options.temp_folder = scratch.path() / "spill";
    LEVADA_TRY(const auto engine, DuckDbEngine::open(engine_options, clock));
    const ScriptContext context = {*engine, clock, scratch.path()};
    const PrintLine print = [](std::string_view line) {
        std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
        std::fflush(stdout);
    };
    if (verb == "read") {
        return read_table(context, options["--path"], options["--as-of"], print);
    }
    LEVADA_TRY(const std::string text, read_file(options["--script"]));
    LEVADA_TRY(const Json script, parse_json(text));
    return apply_script(context, options["--path"], script, print);
}

}  // namespace
}  // namespace levada::lake

int main(int count, char** arguments) {
    std::map<std::string, std::string> options;
    for (int i = 3; i + 1 < count; i += 2) {
        options[arguments[i]] = arguments[i + 1];
    }
    if (count < 5) {
        std::fputs("usage: table apply --script FILE --path DIR | table read --path DIR [--as-of INSTANT]\n", stderr);
        return 2;
    }
    const levada::Status done = levada::lake::run(arguments[2], options);
    if (!done.has_value()) {
        std::fprintf(stderr, "error: %s\n", done.error().to_string().c_str());
        return done.error().code() == levada::ErrorCode::cancelled ? 9 : 1;
    }
    return 0;
}
