#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "levada/ports/sql_engine.h"

namespace levada::lake {

/// Where a statement over a feed names the rows.
inline constexpr std::string_view kRowsMark = "{rows}";
/// The feed's column with the place of each row: 0, 1, … in the order of arrival, the same at each reading.
inline constexpr std::string_view kPositionColumn = "levada_pos";

/// Rows on their way into a table: a relation with the table's own columns and kPositionColumn. It can be read several
/// times, so that no step has to hold it.
class RowFeed {
public:
    virtual ~RowFeed() = default;

    /// Runs one statement in which kRowsMark stands for the rows; gives the number of rows it wrote.
    /// Errors: as SqlEngine::execute_over_records.
    virtual Result<std::int64_t> run(std::string_view sql) = 0;
};

/// The rows of a SQL query that the engine can already answer.
class QueryFeed final : public RowFeed {
public:
    /// Borrows `engine`. `query` must give the columns of the table and kPositionColumn.
    QueryFeed(SqlEngine& engine, std::string query) : engine_(engine), query_(std::move(query)) {}

    Result<std::int64_t> run(std::string_view sql) override;

private:
    SqlEngine& engine_;
    std::string query_;
};

/// Records from wherever `open` reads them; it is called once for each reading.
class RecordFeed final : public RowFeed {
public:
    using Open = std::function<Result<std::unique_ptr<RecordSource>>()>;

    /// Borrows `engine`. `columns` must hold one of origin `position` named kPositionColumn.
    RecordFeed(SqlEngine& engine, std::vector<RecordColumn> columns, Open open)
        : engine_(engine), columns_(std::move(columns)), open_(std::move(open)) {}

    Result<std::int64_t> run(std::string_view sql) override;

private:
    SqlEngine& engine_;
    std::vector<RecordColumn> columns_;
    Open open_;
};

}  // namespace levada::lake
