#include "snapshot.h"

#include "avro_schema.h"
#include "commit_metadata.h"
#include "file_groups.h"
#include "file_writer.h"
#include "names.h"

#include <algorithm>

namespace levada::lake {
namespace {

const Column* find_column(const std::vector<Column>& columns, std::string_view name) {
    const auto found = std::find_if(columns.begin(), columns.end(), [name](const Column& c) { return c.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

bool is_meta(std::string_view name) {
    return std::find(std::begin(kMetaColumns), std::end(kMetaColumns), name) != std::end(kMetaColumns);
}

/// What the commits up to a moment say about columns.
struct Declared {
    std::vector<std::string> names;  // of the newest schema
    std::vector<Column> columns;     // as the newest native commit declared them
};

Result<Declared> read_declared(const std::filesystem::path& table, const Timeline& timeline, std::string_view as_of) {
    Declared out;
    for (auto action = timeline.commits.rbegin(); action != timeline.commits.rend(); ++action) {
        if (!as_of.empty() && action->instant > as_of) {
            continue;
        }
        LEVADA_TRY(const Json commit, read_commit(table, *action));
        const std::string* schema = extra_of(commit, "schema");
        if (schema != nullptr && out.names.empty()) {
            LEVADA_TRY(const Json parsed, parse_json(*schema));
            out.names = field_names_of(parsed);
        }
        if (const std::string* columns = extra_of(commit, kColumnsKey)) {
            out.columns = parse_columns(*columns);
            return out;
        }
    }
    return out;
}

Result<std::vector<Column>> columns_of(const Declared& declared, const std::vector<Column>& held) {
    std::vector<Column> out;
    if (declared.names.empty()) {
        std::copy_if(
            held.begin(), held.end(), std::back_inserter(out), [](const Column& c) { return !is_meta(c.name); });
        return out;
    }
    for (const std::string& name : declared.names) {
        const Column* column = find_column(declared.columns, name);
        column = column != nullptr ? column : find_column(held, name);
        if (column != nullptr && !is_meta(name)) {
            out.push_back(*column);
        }
    }
    return out;
}

Result<std::vector<Column>> held_columns(SqlEngine& engine,
                                         const std::filesystem::path& table,
                                         const std::vector<Slice>& slices) {
    if (slices.empty()) {
        return std::vector<Column>();
    }
    return describe(engine, "SELECT * FROM " + read_files_sql(table, slices, WithFileName::no));
}

}  // namespace

std::string print_columns(const std::vector<Column>& columns) {
    Json out = Json::array();
    for (const Column& column : columns) {
        out.push_back(Json::array({Json(column.name), Json(column.type)}));
    }
    return out.dump();
}

std::vector<Column> parse_columns(std::string_view text) {
    std::vector<Column> out;
    const Result<Json> parsed = parse_json(text);
    if (!parsed.has_value() || !parsed->is_array()) {
        return out;
    }
    for (const Json& pair : parsed->as_array()) {
        if (pair.size() >= 2 && pair.is_array() && pair.as_array()[0].is_string() && pair.as_array()[1].is_string()) {
            out.push_back({pair.as_array()[0].as_string(), pair.as_array()[1].as_string()});
        }
    }
    return out;
}

Result<std::vector<Column>> read_columns(SqlEngine& engine,
                                         const std::filesystem::path& table,
                                         const Timeline& timeline,
                                         std::string_view as_of) {
    LEVADA_TRY(const Declared declared, read_declared(table, timeline, as_of));
    const bool is_complete = std::all_of(declared.names.begin(), declared.names.end(), [&declared](const auto& name) {
        return find_column(declared.columns, name) != nullptr;
    });
    if (is_complete && !declared.names.empty()) {
        return columns_of(declared, {});
    }
    LEVADA_TRY(const std::vector<Slice> slices, list_slices(table, timeline, as_of));
    LEVADA_TRY(const std::vector<Column> held, held_columns(engine, table, slices));
    return columns_of(declared, held);
}

Result<Snapshot> read_snapshot(SqlEngine& engine, const std::filesystem::path& table, std::string_view as_of) {
    LEVADA_TRY(const Timeline timeline, read_timeline(table));
    LEVADA_TRY(const std::vector<Slice> slices, list_slices(table, timeline, as_of));
    LEVADA_TRY(const std::vector<Column> held, held_columns(engine, table, slices));
    LEVADA_TRY(const Declared declared, read_declared(table, timeline, as_of));
    Snapshot out;
    LEVADA_TRY(out.columns, columns_of(declared, held));
    for (const Action& action : timeline.commits) {
        if (as_of.empty() || action.instant <= as_of) {
            out.instant = action.instant;
        }
    }
    std::string list;
    for (const Column& column : out.columns) {
        const bool is_held = find_column(held, column.name) != nullptr;
        list += (list.empty() ? "" : ", ") + std::string("CAST(") + (is_held ? sql_name(column.name) : "NULL") +
                " AS " + column.type + ") AS " + sql_name(column.name);
    }
    for (const Slice& slice : slices) {
        out.files.push_back(table / slice.relative_path());
    }
    out.sql =
        "SELECT " + (list.empty() ? std::string("NULL AS nothing") : list) +
        (slices.empty() ? std::string(" WHERE false") : " FROM " + read_files_sql(table, slices, WithFileName::no));
    return out;
}

}  // namespace levada::lake
