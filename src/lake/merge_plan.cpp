#include "merge_plan.h"

#include "names.h"

#include <algorithm>
#include <map>

#include "levada/base/hash.h"

namespace levada::lake {
namespace {

std::string partition_column(std::size_t index) {
    return "p" + std::to_string(index);
}
std::string order_column(std::size_t index) {
    return "o" + std::to_string(index);
}

/// True when the incoming row `p` is newer by `column`; equal values leave it to `otherwise`.
std::string newer_by(const std::string& column, const std::string& otherwise) {
    const std::string ours = "p." + column;
    const std::string theirs = "f." + column;
    return "CASE WHEN " + ours + " IS NOT DISTINCT FROM " + theirs + " THEN " + otherwise + " WHEN " + theirs +
           " IS NULL THEN true WHEN " + ours + " IS NULL THEN false ELSE " + ours + " > " + theirs + " END";
}

std::string sql_text_or_null(const std::optional<std::string>& value) {
    return value.has_value() ? sql_text(*value) : "NULL";
}

std::string condition_of(const PartitionValues& values) {
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out += out.empty() ? "" : " AND ";
        out += partition_column(i) + " IS NOT DISTINCT FROM " + sql_text_or_null(values[i]);
    }
    return out.empty() ? "true" : out;
}

Result<std::optional<std::string>> text_at(SqlRows& rows, std::size_t column) {
    LEVADA_TRY(const auto text, rows.text(column));
    return text.has_value() ? std::optional<std::string>(*text) : std::nullopt;
}

Result<std::int64_t> integer_at(SqlRows& rows, std::size_t column) {
    LEVADA_TRY(const Json value, rows.value(column));
    return value.is_integer() ? value.as_integer() : 0;
}

}  // namespace

ScratchTable::ScratchTable(SqlEngine& engine, std::string_view purpose)
    : engine_(engine), name_("levada_" + std::string(purpose) + "_" + to_hex(random_bytes(8))) {}

ScratchTable::~ScratchTable() {
    // There is nobody to tell: a table left behind goes with the engine.
    static_cast<void>(engine_.execute("DROP TABLE IF EXISTS " + name_, Deadline::never()));
}

MergePlan::MergePlan(SqlEngine& engine, std::filesystem::path table, const TableOptions& options, MergeRules rules)
    : engine_(engine),
      table_(std::move(table)),
      options_(options),
      rules_(std::move(rules)),
      plan_(engine, "plan"),
      found_(engine, "found"),
      jobs_(engine, "jobs") {}

Result<std::unique_ptr<MergePlan>> MergePlan::make(SqlEngine& engine,
                                                   const std::filesystem::path& table,
                                                   const TableOptions& options,
                                                   RowFeed& feed,
                                                   MergeRules rules) {
    std::unique_ptr<MergePlan> plan(new MergePlan(engine, table, options, std::move(rules)));
    std::string group = "k";
    std::string select = "SELECT " + std::string(kPositionColumn) + " AS pos, " + record_key_sql(options) + " AS k";
    for (std::size_t i = 0; i < options.partition.size(); ++i) {
        select += ", CAST(" + sql_name(options.partition[i]) + " AS VARCHAR) AS " + partition_column(i);
        group += ", " + partition_column(i);
    }
    std::string order;
    for (std::size_t i = 0; i < plan->rules_.order.size(); ++i) {
        select += ", " + sql_name(plan->rules_.order[i]) + " AS " + order_column(i);
        order += order_column(i) + " DESC NULLS LAST, ";
    }
    const std::string& deleted = plan->rules_.deleted_column;
    std::string gone = deleted.empty() ? std::string("false") : sql_name(deleted) + " IS NOT NULL";
    if (plan->rules_.is_removing_all) {
        gone = "true";
    }
    select += ", " + gone + " AS gone FROM " + std::string(kRowsMark);
    if (plan->rules_.is_keeping_all) {
        LEVADA_TRY(plan->feed_count_, feed.run("CREATE TABLE " + plan->plan_.name() + " AS " + select));
        return plan;
    }
    const ScratchTable keys(engine, "keys");
    LEVADA_TRY(plan->feed_count_, feed.run("CREATE TABLE " + keys.name() + " AS " + select));
    LEVADA_CHECK(engine.execute("CREATE TABLE " + plan->plan_.name() + " AS SELECT * FROM " + keys.name() +
                                    " QUALIFY row_number() OVER (PARTITION BY " + group + " ORDER BY " + order +
                                    "pos DESC) = 1",
                                Deadline::never()));
    return plan;
}

Result<std::vector<PartitionValues>> MergePlan::partitions() {
    std::string columns = "1";
    for (std::size_t i = 0; i < options_.partition.size(); ++i) {
        columns += ", " + partition_column(i);
    }
    LEVADA_TRY(
        const auto rows,
        engine_.query("SELECT DISTINCT " + columns + " FROM " + plan_.name() + " ORDER BY ALL", {}, Deadline::never()));
    std::vector<PartitionValues> out;
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            return out;
        }
        PartitionValues values;
        for (std::size_t i = 0; i < options_.partition.size(); ++i) {
            LEVADA_TRY(values.emplace_back(), text_at(*rows, i + 1));
        }
        out.push_back(std::move(values));
    }
}

Status MergePlan::locate(const std::string& condition, const std::vector<Slice>& slices) {
    std::string columns;
    std::string source = "(SELECT NULL::VARCHAR AS _hoodie_record_key, NULL::VARCHAR AS levada_file WHERE false)";
    std::vector<Column> held;
    if (!slices.empty()) {
        source = read_files_sql(table_, slices, WithFileName::yes);
        LEVADA_TRY(held, describe(engine_, "SELECT * FROM " + source));
    }
    for (std::size_t i = 0; i < rules_.order.size(); ++i) {
        const bool is_there =
            std::any_of(held.begin(), held.end(), [this, i](const Column& c) { return c.name == rules_.order[i]; });
        // A null of the column's own type, so that it compares with the incoming values.
        const std::string nothing = "(SELECT " + order_column(i) + " FROM " + plan_.name() + " WHERE false)";
        columns += ", " + (is_there ? "f." + sql_name(rules_.order[i]) : nothing) + " AS " + order_column(i);
    }
    LEVADA_CHECK(engine_.execute("DROP TABLE IF EXISTS " + found_.name(), Deadline::never()));
    return engine_.execute("CREATE TABLE " + found_.name() +
                               " AS SELECT f._hoodie_record_key AS k, f.levada_file AS file" + columns + " FROM " +
                               source + " AS f SEMI JOIN (SELECT k FROM " + plan_.name() + " WHERE " + condition +
                               ") AS p ON f._hoodie_record_key = p.k",
                           Deadline::never());
}

/// True when the incoming row `p` may replace the stored row `f`. A null is older than any value.
std::string MergePlan::newer_sql() const {
    if (rules_.is_removing_all) {
        return "true";
    }
    std::string out = "true";
    for (std::size_t i = rules_.order.size(); i > 0; --i) {
        out = newer_by(order_column(i - 1), out);
    }
    return out;
}

Result<PartitionMerge> MergePlan::merge(const PartitionValues& values, const std::vector<Slice>& slices) {
    const std::string condition = condition_of(values);
    LEVADA_CHECK(locate(condition, slices));
    LEVADA_CHECK(engine_.execute("DROP TABLE IF EXISTS " + jobs_.name(), Deadline::never()));
    LEVADA_CHECK(engine_.execute(
        "CREATE TABLE " + jobs_.name() + " AS SELECT p.pos, p.k, p.gone, f.file FROM (SELECT * FROM " + plan_.name() +
            " WHERE " + condition + ") AS p LEFT JOIN " + found_.name() +
            " AS f ON p.k = f.k WHERE CASE WHEN f.k IS NULL THEN NOT p.gone ELSE " + newer_sql() + " END",
        Deadline::never()));
    return count(slices);
}

Result<PartitionMerge> MergePlan::count(const std::vector<Slice>& slices) {
    PartitionMerge out;
    LEVADA_TRY(const auto rows,
               engine_.query("SELECT file, count(*) FILTER (NOT gone), count(*) FILTER (gone), min(k), max(k) FROM " +
                                 jobs_.name() + " GROUP BY file ORDER BY file",
                             {},
                             Deadline::never()));
    std::map<std::string, const Slice*> by_path;
    for (const Slice& slice : slices) {
        by_path[path_of(slice)] = &slice;
    }
    while (true) {
        LEVADA_TRY(const bool has_row, rows->next());
        if (!has_row) {
            break;
        }
        LEVADA_TRY(const std::optional<std::string> file, text_at(*rows, 0));
        LEVADA_TRY(const std::int64_t kept_count, integer_at(*rows, 1));
        LEVADA_TRY(const std::int64_t gone_count, integer_at(*rows, 2));
        if (file.has_value()) {
            const auto found = by_path.find(*file);
            LEVADA_ASSERT(found != by_path.end());
            out.slices.push_back({*found->second, kept_count, gone_count});
            continue;
        }
        out.insert_count = kept_count;
        LEVADA_TRY(const std::optional<std::string> least, text_at(*rows, 3));
        LEVADA_TRY(const std::optional<std::string> greatest, text_at(*rows, 4));
        out.insert_bounds = {least.value_or(""), greatest.value_or("")};
    }
    out.is_whole_feed = out.slices.empty() && out.insert_count == feed_count_;
    return out;
}

std::string MergePlan::path_of(const Slice& slice) const {
    return (table_ / slice.relative_path()).string();
}

std::string MergePlan::row_filter(const Slice* slice, bool is_taking_inserts) const {
    std::string condition = is_taking_inserts ? "file IS NULL" : "false";
    if (slice != nullptr) {
        condition = "file = " + sql_text(path_of(*slice)) + (is_taking_inserts ? " OR file IS NULL" : "");
    }
    return "SEMI JOIN (SELECT pos FROM " + jobs_.name() + " WHERE NOT gone AND (" + condition + ")) AS j ON r." +
           std::string(kPositionColumn) + " = j.pos";
}

std::string MergePlan::carried_filter(const Slice& slice) const {
    return "ANTI JOIN (SELECT k FROM " + jobs_.name() + " WHERE file = " + sql_text(path_of(slice)) +
           ") AS j ON o._hoodie_record_key = j.k";
}

}  // namespace levada::lake
