#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/sql_engine.h"

namespace levada::query {

/// A table that clients may read, as SQL sees it.
struct Table {
    std::string schema;
    std::string name;
    std::vector<SqlColumn> columns;

    /// The column of exactly that name, or nullptr.
    const SqlColumn* find(std::string_view column) const;
};

/// The tables that are published. Thread-safe.
class TableCatalog {
public:
    virtual ~TableCatalog() = default;

    /// All tables, by schema and name. A snapshot: it does not change any more.
    /// Errors: unavailable, deadline_exceeded.
    virtual Result<std::shared_ptr<const std::vector<Table>>> tables(Deadline deadline) = 0;
};

/// The catalog of a SqlEngine: its information_schema, asked again when older than `age_max`.
class EngineCatalog final : public TableCatalog {
public:
    /// Borrows both; they must outlive this object.
    EngineCatalog(SqlEngine& engine, Clock& clock, std::chrono::nanoseconds age_max);
    Result<std::shared_ptr<const std::vector<Table>>> tables(Deadline deadline) override;

private:
    Result<std::vector<Table>> load(Deadline deadline);

    SqlEngine& engine_;
    Clock& clock_;
    std::chrono::nanoseconds age_max_;
    std::mutex mutex_;
    std::shared_ptr<const std::vector<Table>> tables_;
    Monotonic loaded_{};
};

/// The table `name` ("schema.table", split at the first dot) of a snapshot. Errors (as request_error): PGRST205, with
/// the nearest name as hint.
Result<const Table*> find_table(const std::vector<Table>& tables, std::string_view name);

}  // namespace levada::query
