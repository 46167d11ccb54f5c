#include "cli/command.h"
#include "project/project.h"
#include "run/lake_views.h"
#include "run/letter_table.h"

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/system_clock.h"
#include "levada/query/read_only.h"
#include "levada/query/result_writer.h"

namespace levada::app {

namespace {

constexpr std::uint64_t kMemoryBytes = std::uint64_t{1} << 30;

Status write_rows(SqlRows& rows, const std::string& format, const Process& process) {
    const query::Output output = [&](std::string_view piece) -> Status {
        print(process.out, piece);
        return ok();
    };
    if (format == "csv") {
        LEVADA_CHECK(query::write_csv(rows, UINT64_MAX, output));
        return ok();
    }
    if (format == "json") {
        query::JsonFormat json;
        json.lines = query::JsonFormat::Lines::one_per_row;
        LEVADA_CHECK(query::write_json(rows, json, output));
        print(process.out, "\n");
        return ok();
    }
    LEVADA_CHECK(query::write_table(rows, {}, output));
    return ok();
}

Result<ExitCode> run_query(const Process& process, const Arguments& arguments) {
    LEVADA_CHECK(query::require_read_only(arguments.text("SQL")));
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    SystemClock clock;
    DuckDbOptions options;
    options.memory_limit_bytes = kMemoryBytes;
    LEVADA_TRY(const auto engine, DuckDbEngine::open(options, clock));
    LakeViews views(project.state_folder / "lake", *engine, clock);
    LEVADA_CHECK(views.refresh());
    if (arguments.text("SQL").find("dead_letters") != std::string::npos) {
        LEVADA_CHECK(show_dead_letters(project, *engine));
    }
    const auto rows = engine->query(arguments.text("SQL"), {}, Deadline::never());
    if (!rows) {
        std::string tables;
        for (const LakeTable& table : views.tables()) {
            tables += (tables.empty() ? "" : ", ") + table.schema + "." + table.name;
        }
        return rows.error().hint(tables.empty() ? "levada run fills the tables" : "the tables are: " + tables);
    }
    const std::string format = arguments.has("json") ? "json" : arguments.text("format");
    LEVADA_CHECK(write_rows(**rows, format, process));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_query() {
    return {
        .path = {"query"},
        .summary = "Run one SQL statement over the tables and print its rows.",
        .operands = {{.name = "SQL", .help = "A statement that reads, in DuckDB's SQL.", .is_required = true}},
        .options = {{.name = "format",
                     .value_name = "FORMAT",
                     .help = "How the rows are printed.",
                     .choices = {"table", "json", "csv"},
                     .otherwise = "table"}},
        .details =
            "Each stream is a table PIPELINE.STREAM:\n  levada query \"SELECT count(*) FROM blog.posts\"\n"
            "What could not be processed is levada.dead_letters.\n",
        .run = run_query,
    };
}

}  // namespace levada::app
