#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/ports/sql_engine.h"

namespace levada::query::testing {

using Row = std::vector<std::optional<std::string>>;

/// Rows from memory.
class FakeRows final : public SqlRows {
public:
    FakeRows(std::vector<SqlColumn> columns, std::vector<Row> rows)
        : columns_(std::move(columns)), rows_(std::move(rows)) {}

    const std::vector<SqlColumn>& columns() const override { return columns_; }
    Result<bool> next() override { return ++next_ <= rows_.size(); }
    Result<Json> value(std::size_t column) override {
        const auto& cell = rows_[next_ - 1][column];
        return cell ? Json(*cell) : Json();
    }
    Result<std::optional<std::string_view>> text(std::size_t column) override {
        const auto& cell = rows_[next_ - 1][column];
        return cell ? std::optional<std::string_view>(*cell) : std::nullopt;
    }

private:
    std::vector<SqlColumn> columns_;
    std::vector<Row> rows_;
    std::size_t next_ = 0;
};

/// Answers by the beginning of the statement and remembers what it was asked. Not thread-safe.
class FakeEngine final : public SqlEngine {
public:
    struct Answer {
        std::vector<SqlColumn> columns;
        std::vector<Row> rows;
        std::optional<Error> error = std::nullopt;
    };

    void answer(std::string beginning, Answer answer) { answers_[std::move(beginning)] = std::move(answer); }
    const std::vector<std::string>& asked() const { return asked_; }

    Status execute(std::string_view, Deadline) override { return ok(); }
    Result<std::int64_t> execute_over_records(std::string_view,
                                              std::span<const RecordColumn>,
                                              RecordSource&,
                                              Deadline) override {
        return Error(ErrorCode::unsupported, "the fake writes nothing");
    }
    Result<std::unique_ptr<SqlRows>> query(std::string_view sql, std::span<const Json> parameters, Deadline) override {
        std::string line(sql);
        for (const Json& parameter : parameters) {
            line += " |" + parameter.as_string();
        }
        asked_.push_back(std::move(line));
        for (const auto& [beginning, answer] : answers_) {
            if (sql.starts_with(beginning)) {
                if (answer.error) {
                    return *answer.error;
                }
                return std::make_unique<FakeRows>(answer.columns, answer.rows);
            }
        }
        return Error(ErrorCode::internal, "no answer for: " + std::string(sql));
    }

private:
    std::map<std::string, Answer> answers_;
    std::vector<std::string> asked_;
};

}  // namespace levada::query::testing
