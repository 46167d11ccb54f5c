#include "run/letter_table.h"

#include "run/letter_choice.h"

#include <utility>

namespace levada::app {

namespace {

struct Column {
    const char* name;
    ColumnType type;
};
constexpr Column kColumns[] = {
    {"id", ColumnType::text},
    {"pipeline", ColumnType::text},
    {"stream", ColumnType::text},
    {"status", ColumnType::text},
    {"code", ColumnType::text},
    {"error", ColumnType::text},
    {"cause", ColumnType::text},
    {"attempts", ColumnType::integer},
    {"first_at", ColumnType::timestamp_tz},
    {"last_at", ColumnType::timestamp_tz},
    {"run", ColumnType::text},
    {"batch", ColumnType::text},
    {"record", ColumnType::integer},
    {"raw_object", ColumnType::text},
    {"connector", ColumnType::text},
    {"size_bytes", ColumnType::integer},
    {"marked_by", ColumnType::text},
    {"marked_at", ColumnType::timestamp_tz},
    {"why", ColumnType::text},
    {"replay_run", ColumnType::text},
};

/// The letters as one block of records.
class LetterSource final : public RecordSource {
public:
    explicit LetterSource(std::string lines) : lines_(std::move(lines)) {}

    Result<std::optional<RecordBlock>> next() override {
        if (std::exchange(is_given_, true) || lines_.empty()) {
            return std::optional<RecordBlock>();
        }
        RecordBlock block;
        block.records = lines_;
        return std::optional<RecordBlock>(block);
    }
    Status reject(const RejectedRecord& record) override { return record.cause; }
    void undeclared(std::string_view /*field*/, std::string_view /*value*/) override {}

private:
    std::string lines_;
    bool is_given_ = false;
};

Result<std::string> lines_of(const Project& project) {
    const auto desk = LetterDesk::open(project);
    if (!desk) {
        return desk.error().code() == ErrorCode::not_found ? Result<std::string>(std::string()) : desk.error();
    }
    LEVADA_TRY(const std::vector<KeptLetter> letters, (*desk)->letters->list({}));
    std::string lines;
    for (const KeptLetter& letter : letters) {
        lines += letter.to_json().dump() + "\n";
    }
    return lines;
}

}  // namespace

Status show_dead_letters(const Project& project, SqlEngine& engine) {
    LEVADA_TRY(std::string lines, lines_of(project));
    std::vector<RecordColumn> columns;
    for (const Column& column : kColumns) {
        columns.push_back({column.name, column.type, ColumnOrigin::field, column.name});
    }
    LetterSource source(std::move(lines));
    LEVADA_CHECK(engine.execute("CREATE SCHEMA IF NOT EXISTS levada", Deadline::never()));
    LEVADA_CHECK(engine.execute_over_records(
        "CREATE TABLE levada.dead_letters AS SELECT * FROM {records}", columns, source, Deadline::never()));
    return ok();
}

}  // namespace levada::app
