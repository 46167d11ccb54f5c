#include "levada/query/table_catalog.h"

#include <algorithm>
#include <utility>

#include "levada/base/text.h"
#include "levada/query/request_error.h"

namespace levada::query {

namespace {

constexpr std::string_view kColumnsSql =
    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_catalog = current_database() AND table_schema NOT IN ('information_schema', 'pg_catalog') "
    "ORDER BY table_schema, table_name, ordinal_position";

Result<std::string> text_at(SqlRows& rows, std::size_t column) {
    LEVADA_TRY(const std::optional<std::string_view> text, rows.text(column));
    return std::string(text.value_or(""));
}

}  // namespace

const SqlColumn* Table::find(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &SqlColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

EngineCatalog::EngineCatalog(SqlEngine& engine, Clock& clock, std::chrono::nanoseconds age_max)
    : engine_(engine), clock_(clock), age_max_(age_max) {}

Result<std::vector<Table>> EngineCatalog::load(Deadline deadline) {
    LEVADA_TRY(const std::unique_ptr<SqlRows> rows, engine_.query(kColumnsSql, {}, deadline));
    std::vector<Table> tables;
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            return tables;
        }
        LEVADA_TRY(std::string schema, text_at(*rows, 0));
        LEVADA_TRY(std::string name, text_at(*rows, 1));
        if (tables.empty() || tables.back().name != name || tables.back().schema != schema) {
            tables.push_back({std::move(schema), std::move(name), {}});
        }
        SqlColumn column;
        LEVADA_TRY(column.name, text_at(*rows, 2));
        LEVADA_TRY(column.type, text_at(*rows, 3));
        tables.back().columns.push_back(std::move(column));
    }
}

Result<std::shared_ptr<const std::vector<Table>>> EngineCatalog::tables(Deadline deadline) {
    const std::scoped_lock lock(mutex_);
    const Monotonic now = clock_.monotonic();
    if (tables_ == nullptr || now - loaded_ > age_max_) {
        LEVADA_TRY(std::vector<Table> fresh, load(deadline));
        tables_ = std::make_shared<const std::vector<Table>>(std::move(fresh));
        loaded_ = now;
    }
    return tables_;
}

Result<const Table*> find_table(const std::vector<Table>& tables, std::string_view name) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string_view schema = name.substr(0, dot);
    const std::string_view table = name.substr(std::min(dot + 1, name.size()));
    for (const Table& candidate : tables) {
        if (candidate.schema == schema && candidate.name == table) {
            return &candidate;
        }
    }
    std::vector<std::string> known;
    known.reserve(tables.size());
    for (const Table& candidate : tables) {
        known.push_back(candidate.schema + "." + candidate.name);
    }
    Error error = request_error("PGRST205", "Could not find the table '" + std::string(name) + "' in the schema cache");
    const std::optional<std::string> near = nearest(name, known);
    return near ? error.hint("Perhaps you meant the table '" + *near + "'")
                : error.hint("GET /v1/tables lists the tables; a table is asked for as schema.table");
}

}  // namespace levada::query
