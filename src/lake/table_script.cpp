#include "levada/lake/table_script.h"

#include "canonical_sql.h"
#include "names.h"
#include "sql_type.h"

#include <array>
#include <optional>
#include <system_error>
#include <utility>

#include "levada/base/file.h"
#include "levada/base/hash.h"

namespace levada::lake {
namespace {

constexpr std::array<std::pair<std::string_view, Operation>, 4> kOperations = {{
    {"upsert", Operation::upsert},
    {"insert", Operation::insert},
    {"insert_overwrite", Operation::insert_overwrite},
    {"delete", Operation::remove},
}};

Error wrong(std::string_view what) {
    return Error(ErrorCode::invalid_config, "table script: " + std::string(what));
}

std::vector<std::string> texts_of(const Json* list) {
    std::vector<std::string> out;
    for (std::size_t i = 0; list != nullptr && list->is_array() && i < list->size(); ++i) {
        if (list->as_array()[i].is_string()) {
            out.push_back(list->as_array()[i].as_string());
        }
    }
    return out;
}

Result<std::vector<Column>> columns_of(const Json& list) {
    std::vector<Column> out;
    if (!list.is_array()) {
        return wrong("columns must be a list of [name, type]");
    }
    for (const Json& pair : list.as_array()) {
        const std::vector<std::string> texts = texts_of(&pair);
        if (texts.size() != 2) {
            return wrong("a column must be [name, type]");
        }
        out.push_back({texts[0], texts[1]});
    }
    return out;
}

Result<TableOptions> table_options_of(const Json& table) {
    TableOptions out;
    out.name = table.string_or("name", "");
    out.key = texts_of(table.find("key"));
    out.partition = texts_of(table.find("partition"));
    out.order = table.string_or("order", "");
    out.is_hive_style = table.boolean_or("hive_style", true);
    out.is_url_encoded = table.boolean_or("urlencode", false);
    return out;
}

/// Rows of a step as a table of the engine. The file that DuckDB reads them from goes with it.
class StepRows {
public:
    static Result<std::unique_ptr<StepRows>> load(const ScriptContext& context,
                                                  const Json& rows,
                                                  const std::vector<Column>& columns) {
        std::unique_ptr<StepRows> out(new StepRows(context));
        std::string text;
        for (std::size_t i = 0; rows.is_array() && i < rows.size(); ++i) {
            rows.as_array()[i].dump_to(text);
            text.push_back('\n');
        }
        LEVADA_CHECK(write_file_atomically(out->file_, text));
        std::string types;
        std::string names;
        for (const Column& column : columns) {
            LEVADA_TRY(const std::string type, stored_type_text(column.type));
            types += (types.empty() ? "" : ", ") + sql_text(column.name) + ": " + sql_text(type);
            names += (names.empty() ? "" : ", ") + sql_name(column.name);
        }
        LEVADA_CHECK(context.engine.execute("CREATE TABLE " + out->name_ + " AS SELECT " + names +
                                                ", row_number() OVER () - 1 AS " + std::string(kPositionColumn) +
                                                " FROM read_json(" + sql_text(out->file_.string()) +
                                                ", format = 'newline_delimited', columns = {" + types + "})",
                                            Deadline::never()));
        return out;
    }
    ~StepRows() {
        // There is nobody to tell: the table goes with the engine, the file with its folder.
        static_cast<void>(engine_.execute("DROP TABLE IF EXISTS " + name_, Deadline::never()));
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    StepRows(const StepRows&) = delete;
    StepRows& operator=(const StepRows&) = delete;

    std::string query() const { return "SELECT * FROM " + name_; }

private:
    explicit StepRows(const ScriptContext& context)
        : engine_(context.engine),
          name_("levada_step_" + to_hex(random_bytes(8))),
          file_(context.scratch / (name_ + ".jsonl")) {}

    SqlEngine& engine_;
    std::string name_;
    std::filesystem::path file_;
};

Result<std::vector<Column>> step_columns(Table& table, const Json& step, const Json& script_table) {
    if (const Json* columns = step.find("columns")) {
        return columns_of(*columns);
    }
    LEVADA_TRY(const Snapshot held, table.snapshot(""));
    if (!held.columns.empty()) {
        return held.columns;
    }
    const Json* columns = script_table.find("columns");
    return columns == nullptr ? Result<std::vector<Column>>(wrong("the table has no columns")) : columns_of(*columns);
}

Result<Json> write_step(
    const ScriptContext& context, Table& table, const Json& step, const Json& script_table, Operation operation) {
    WriteOptions options;
    options.operation = operation;
    LEVADA_TRY(options.columns, step_columns(table, step, script_table));
    const Json* extra = step.find("extra");
    for (std::size_t i = 0; extra != nullptr && extra->is_object() && i < extra->size(); ++i) {
        const Json::Member& member = extra->as_object()[i];
        options.extra[member.key] = member.value.is_string() ? member.value.as_string() : member.value.dump();
    }
    if (step.string_or("crash", "") == "before_commit") {
        options.stop = StopPoint::before_publish;
    } else if (step.contains("crash")) {
        return wrong("a step can only crash \"before_commit\"");
    }
    const Json* rows = step.find(operation == Operation::remove ? "keys" : "rows");
    if (rows == nullptr) {
        return wrong("a step that writes needs rows, a delete needs keys");
    }
    LEVADA_TRY(const std::unique_ptr<StepRows> loaded, StepRows::load(context, *rows, options.columns));
    QueryFeed feed(context.engine, loaded->query());
    LEVADA_TRY(const CommitInfo info, table.write(feed, options));
    return Json::object({{"instant", Json(info.instant)},
                         {"inserted", Json(info.insert_count)},
                         {"updated", Json(info.update_count)},
                         {"deleted", Json(info.delete_count)}});
}

Result<Json> run_step(const ScriptContext& context, Table& table, const Json& step, const Json& script_table) {
    const std::string_view name = step.string_or("op", "");
    for (const auto& [candidate, operation] : kOperations) {
        if (candidate == name) {
            return write_step(context, table, step, script_table, operation);
        }
    }
    if (name == "create") {
        return Json::object();
    }
    if (name == "rollback_pending") {
        LEVADA_TRY(const std::int64_t count, table.roll_back_pending());
        return Json::object({{"rolled_back", Json(count)}});
    }
    if (name == "clean") {
        LEVADA_TRY(const CleanInfo info, table.clean(step.integer_or("retain_commits", 1)));
        return Json::object({{"instant", Json(info.instant)}, {"removed", Json(info.file_count)}});
    }
    if (name == "disable_metadata_table") {
        LEVADA_CHECK(table.disable_metadata_table());
        return Json::object();
    }
    return wrong("unknown op \"" + std::string(name) + "\"");
}

}  // namespace

Status apply_script(const ScriptContext& context,
                    const std::filesystem::path& path,
                    const Json& script,
                    const PrintLine& print) {
    const Json* script_table = script.find("table");
    const Json* steps = script.find("steps");
    if (script_table == nullptr || steps == nullptr || !steps->is_array()) {
        return wrong("it needs \"table\" and \"steps\"");
    }
    std::optional<Table> table;
    if (Table::exists(path)) {
        LEVADA_TRY(table, Table::open(context.engine, context.clock, path));
    } else {
        LEVADA_TRY(const TableOptions options, table_options_of(*script_table));
        LEVADA_TRY(table, Table::create(context.engine, context.clock, path, options));
    }
    for (std::size_t i = 0; i < steps->size(); ++i) {
        Result<Json> done = run_step(context, *table, steps->as_array()[i], *script_table);
        if (!done.has_value()) {
            return done.error().with("step", std::to_string(i));
        }
        done->set("step", Json(static_cast<std::int64_t>(i)));
        print(done->dump());
    }
    return ok();
}

Status read_table(const ScriptContext& context,
                  const std::filesystem::path& path,
                  std::string_view as_of,
                  const PrintLine& print) {
    LEVADA_TRY(Table table, Table::open(context.engine, context.clock, path));
    LEVADA_TRY(const Snapshot snapshot, table.snapshot(as_of));
    std::string fields;
    for (const Column& column : snapshot.columns) {
        LEVADA_TRY(const SqlType type, parse_sql_type(column.type));
        fields +=
            (fields.empty() ? "" : ", ") + sql_name(column.name) + " := " + canonical_sql(sql_name(column.name), type);
    }
    if (fields.empty()) {
        return ok();
    }
    LEVADA_TRY(
        const auto rows,
        context.engine.query("SELECT CAST(to_json(struct_pack(" + fields + ")) AS VARCHAR) FROM (" + snapshot.sql + ")",
                             {},
                             Deadline::never()));
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            return ok();
        }
        LEVADA_TRY(const auto text, rows->text(0));
        print(text.value_or("null"));
    }
}

}  // namespace levada::lake
