#include "light_engine.h"

#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada::simulation {
namespace {

constexpr std::string_view kEnd = "end";
constexpr std::string_view kFiles = "read_parquet(['";

class Rows final : public SqlRows {
public:
    Rows(std::vector<SqlColumn> columns, std::vector<std::vector<Json>> rows)
        : columns_(std::move(columns)), rows_(std::move(rows)) {}

    const std::vector<SqlColumn>& columns() const override { return columns_; }
    Result<bool> next() override { return ++row_ < static_cast<std::ptrdiff_t>(rows_.size()); }
    Result<Json> value(std::size_t column) override { return rows_[static_cast<std::size_t>(row_)][column]; }
    Result<std::optional<std::string_view>> text(std::size_t column) override {
        text_ = rows_[static_cast<std::size_t>(row_)][column].as_string();
        return std::optional<std::string_view>(text_);
    }

private:
    std::vector<SqlColumn> columns_;
    std::vector<std::vector<Json>> rows_;
    std::ptrdiff_t row_ = -1;
    std::string text_;
};

Error unknown(std::string_view sql) {
    return Error(ErrorCode::unsupported, "the simulation's engine does not know this statement")
        .with("sql", std::string(sql));
}

/// The one file that a statement reads, if any.
std::optional<std::string> file_in(std::string_view sql) {
    const std::size_t at = sql.find(kFiles);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view rest = sql.substr(at + kFiles.size());
    return std::string(rest.substr(0, rest.find('\'')));
}

std::vector<SqlColumn> columns_of_file() {
    return {{"column_name", "VARCHAR"}, {"column_type", "VARCHAR"}};
}

/// Rows of one reading, as lines.
Status append_records(RecordSource& source, std::string& out, std::int64_t& count) {
    while (true) {
        LEVADA_TRY(const std::optional<RecordBlock> block, source.next());
        if (!block.has_value()) {
            return ok();
        }
        std::int64_t place = block->first_record;
        for (const std::string_view line : split(block->records, '\n')) {
            if (line.empty()) {
                continue;
            }
            Result<Json> record = parse_json(line);
            if (!record.has_value() || !record->is_object()) {
                LEVADA_CHECK(
                    source.reject({line, block->batch_id, place++, Error(ErrorCode::invalid_data, "no JSON")}));
                continue;
            }
            out += Json::array({Json(std::string(block->batch_id) + "#" + std::to_string(place++)),
                                Json(block->generation_id),
                                std::move(*record)})
                       .dump();
            out += '\n';
            ++count;
        }
    }
}

}  // namespace

Result<std::vector<std::string>> read_data_file(const std::string& path) {
    LEVADA_TRY(const std::string text, read_file(path));
    std::vector<std::string> lines;
    for (const std::string_view line : split(text, '\n')) {
        lines.emplace_back(line);
    }
    // What ends a Parquet file is its footer: without it, it is none.
    if (lines.size() < 2 || lines.back() != kEnd) {
        return Error(ErrorCode::corruption, "the data file is not whole").with("file", path);
    }
    lines.pop_back();
    lines.erase(lines.begin());
    return lines;
}

Status LightEngine::execute(std::string_view sql, Deadline /*deadline*/) {
    // The comparison of an empty feed with a table: nothing is to be compared, as execute_over_records() made sure.
    const bool is_known = sql.starts_with("DROP TABLE IF EXISTS ") || sql.find(" QUALIFY ") != std::string_view::npos;
    return is_known ? ok() : Status(unknown(sql));
}

Result<std::unique_ptr<SqlRows>> LightEngine::query(std::string_view sql,
                                                    std::span<const Json> /*parameters*/,
                                                    Deadline /*deadline*/) {
    const std::optional<std::string> file = file_in(sql);
    if (file.has_value() && sql.starts_with("SELECT count(*) FROM ")) {
        LEVADA_TRY(const std::vector<std::string> lines, read_data_file(*file));
        std::vector<std::vector<Json>> rows = {{Json(static_cast<std::int64_t>(lines.size()))}};
        return std::make_unique<Rows>(std::vector<SqlColumn>{{"count", "BIGINT"}}, std::move(rows));
    }
    if (file.has_value() && sql.starts_with("DESCRIBE SELECT * FROM ")) {
        LEVADA_TRY(const std::string text, read_file(*file));
        LEVADA_TRY(const Json names, parse_json(text.substr(0, text.find('\n'))));
        std::vector<std::vector<Json>> rows;
        for (const Json& name : names.as_array()) {
            rows.push_back({name, Json("VARCHAR")});
        }
        return std::make_unique<Rows>(columns_of_file(), std::move(rows));
    }
    if (sql.starts_with("SELECT DISTINCT 1 FROM levada_plan")) {
        return std::make_unique<Rows>(std::vector<SqlColumn>{{"1", "INTEGER"}}, std::vector<std::vector<Json>>());
    }
    return unknown(sql);
}

Result<std::int64_t> LightEngine::execute_over_records(std::string_view sql,
                                                       std::span<const RecordColumn> columns,
                                                       RecordSource& source,
                                                       Deadline /*deadline*/) {
    if (sql.starts_with("CREATE TABLE levada_")) {
        LEVADA_TRY(const std::optional<RecordBlock> block, source.next());
        return block.has_value() ? Result<std::int64_t>(unknown(sql)) : Result<std::int64_t>(0);
    }
    constexpr std::string_view kTarget = ") TO '";
    const std::size_t target = sql.rfind(kTarget);
    if (!sql.starts_with("COPY (") || target == std::string_view::npos ||
        sql.find(" JOIN ") != std::string_view::npos) {
        return unknown(sql);
    }
    const std::string_view rest = sql.substr(target + kTarget.size());
    const std::string path(rest.substr(0, rest.find('\'')));
    const FileDescriptor out(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!out.is_open()) {
        return file_error(errno, "make", path);
    }
    Json names = Json::array();
    for (const RecordColumn& column : columns) {
        names.push_back(Json(column.name));
    }
    LEVADA_CHECK(write_all(out.get(), names.dump() + "\n", path));
    std::int64_t count = 0;
    std::string lines;
    LEVADA_CHECK(append_records(source, lines, count));
    if (const std::optional<std::string> carried = file_in(sql)) {
        LEVADA_TRY(const std::vector<std::string> old, read_data_file(*carried));
        for (const std::string& line : old) {
            lines += line + "\n";
        }
        count += static_cast<std::int64_t>(old.size());
    }
    LEVADA_CHECK(write_all(out.get(), lines, path));
    LEVADA_CHECK(write_all(out.get(), kEnd, path));
    return count;
}

}  // namespace levada::simulation
