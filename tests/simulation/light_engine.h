#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "levada/ports/sql_engine.h"

namespace levada::simulation {

/// As much of a SQL engine as the lake needs for inserts and replacements, a hundred times faster than a real one: a
/// data file is a line of column names and a line of JSON for each row. It knows the lake's own statements and refuses
/// every other, so a statement that changes is noticed. Files go through the same system calls as a real engine's.
class LightEngine final : public SqlEngine {
public:
    Status execute(std::string_view sql, Deadline deadline) override;
    Result<std::unique_ptr<SqlRows>> query(std::string_view sql,
                                           std::span<const Json> parameters,
                                           Deadline deadline) override;
    Result<std::int64_t> execute_over_records(std::string_view sql,
                                              std::span<const RecordColumn> columns,
                                              RecordSource& source,
                                              Deadline deadline) override;
};

/// The lines of a data file of a LightEngine, without the first. Errors: corruption (not whole), as read_file().
Result<std::vector<std::string>> read_data_file(const std::string& path);

}  // namespace levada::simulation
