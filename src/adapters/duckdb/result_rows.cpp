#include "result_rows.h"

#include "cell_text.h"
#include "sql_error.h"

#include <string>
#include <utility>
#include <vector>

#include "levada/base/text.h"

namespace levada::duckdb {
namespace {

/// How SQL hands over a column whose type has no plain value.
enum class Form : std::uint8_t { plain, text, number, json };

Form form_of(duckdb_type type) {
    switch (type) {
        case DUCKDB_TYPE_DECIMAL:
        case DUCKDB_TYPE_HUGEINT:
        case DUCKDB_TYPE_UHUGEINT:
        case DUCKDB_TYPE_UBIGINT:
            return Form::number;
        case DUCKDB_TYPE_LIST:
        case DUCKDB_TYPE_STRUCT:
        case DUCKDB_TYPE_MAP:
        case DUCKDB_TYPE_ARRAY:
        case DUCKDB_TYPE_UNION:
            return Form::json;
        default:
            return is_plain(type) ? Form::plain : Form::text;
    }
}

struct Shape {
    std::vector<SqlColumn> columns;
    std::vector<Form> forms;
    bool is_plain = true;
};

std::string type_name(duckdb_logical_type type) {
    char* alias = duckdb_logical_type_get_alias(type);
    if (alias != nullptr) {
        std::string name(alias);
        duckdb_free(alias);
        return name;
    }
    struct Name {
        duckdb_type id;
        const char* text;
    };
    constexpr Name kNames[] = {
        {DUCKDB_TYPE_BOOLEAN, "BOOLEAN"},
        {DUCKDB_TYPE_TINYINT, "TINYINT"},
        {DUCKDB_TYPE_SMALLINT, "SMALLINT"},
        {DUCKDB_TYPE_INTEGER, "INTEGER"},
        {DUCKDB_TYPE_BIGINT, "BIGINT"},
        {DUCKDB_TYPE_UTINYINT, "UTINYINT"},
        {DUCKDB_TYPE_USMALLINT, "USMALLINT"},
        {DUCKDB_TYPE_UINTEGER, "UINTEGER"},
        {DUCKDB_TYPE_UBIGINT, "UBIGINT"},
        {DUCKDB_TYPE_HUGEINT, "HUGEINT"},
        {DUCKDB_TYPE_UHUGEINT, "UHUGEINT"},
        {DUCKDB_TYPE_FLOAT, "FLOAT"},
        {DUCKDB_TYPE_DOUBLE, "DOUBLE"},
        {DUCKDB_TYPE_VARCHAR, "VARCHAR"},
        {DUCKDB_TYPE_BLOB, "BLOB"},
        {DUCKDB_TYPE_DATE, "DATE"},
        {DUCKDB_TYPE_TIME, "TIME"},
        {DUCKDB_TYPE_TIMESTAMP, "TIMESTAMP"},
        {DUCKDB_TYPE_TIMESTAMP_TZ, "TIMESTAMP WITH TIME ZONE"},
        {DUCKDB_TYPE_INTERVAL, "INTERVAL"},
        {DUCKDB_TYPE_UUID, "UUID"},
        {DUCKDB_TYPE_LIST, "LIST"},
        {DUCKDB_TYPE_STRUCT, "STRUCT"},
        {DUCKDB_TYPE_MAP, "MAP"},
    };
    const duckdb_type id = duckdb_get_type_id(type);
    if (id == DUCKDB_TYPE_DECIMAL) {
        return "DECIMAL(" + std::to_string(duckdb_decimal_width(type)) + "," +
               std::to_string(duckdb_decimal_scale(type)) + ")";
    }
    for (const Name& name : kNames) {
        if (name.id == id) {
            return name.text;
        }
    }
    return "OTHER";
}

Shape shape_of(duckdb_prepared_statement statement) {
    Shape shape;
    const idx_t count = duckdb_prepared_statement_column_count(statement);
    for (idx_t i = 0; i < count; ++i) {
        const char* name = duckdb_prepared_statement_column_name(statement, i);
        const LogicalType type(duckdb_prepared_statement_column_logical_type(statement, i));
        shape.columns.push_back({name == nullptr ? "" : name, type_name(type.get())});
        // Names belong to the caller.
        duckdb_free(const_cast<char*>(name));  // NOLINT(cppcoreguidelines-pro-type-const-cast): duckdb_free takes void*
        shape.forms.push_back(form_of(duckdb_get_type_id(type.get())));
        shape.is_plain = shape.is_plain && shape.forms.back() == Form::plain;
    }
    return shape;
}

/// The statement with its not plain columns as text.
std::string wrapped(std::string_view sql, const Shape& shape) {
    std::string_view body = trim(sql);
    while (!body.empty() && body.back() == ';') {
        body = trim(body.substr(0, body.size() - 1));
    }
    std::string list;
    std::string names;
    for (std::size_t i = 0; i < shape.columns.size(); ++i) {
        const std::string name = "c" + std::to_string(i);
        list += i == 0 ? "" : ", ";
        names += (i == 0 ? "" : ", ") + name;
        switch (shape.forms[i]) {
            case Form::plain:
                list += name;
                break;
            case Form::json:
                list += "CAST(to_json(" + name + ") AS VARCHAR)";
                break;
            case Form::text:
            case Form::number:
                list += "CAST(" + name + " AS VARCHAR)";
                break;
        }
    }
    return "SELECT " + list + " FROM (" + std::string(body) + "\n) AS levada_rows(" + names + ")";
}

class ResultRows final : public SqlRows {
public:
    ResultRows(Lease lease, TimeLimit limit, Shape shape)
        : lease_(std::move(lease)), limit_(limit), shape_(std::move(shape)) {}

    Status start(Prepared statement) {
        statement_ = std::move(statement);
        if (duckdb_pending_prepared_streaming(statement_.get(), pending_.out()) != DuckDBSuccess) {
            return error_from_text(duckdb_pending_error(pending_.get()));
        }
        return run(pending_.get(), limit_, result_);
    }

    const std::vector<SqlColumn>& columns() const override { return shape_.columns; }

    Result<bool> next() override {
        ++row_;
        while (row_ >= row_count_) {
            if (limit_.has_passed()) {
                return Error(ErrorCode::deadline_exceeded, "SQL statement ran longer than its deadline");
            }
            chunk_ = Chunk(duckdb_fetch_chunk(*result_.get()));
            if (!chunk_.is_set()) {
                return end();
            }
            row_count_ = duckdb_data_chunk_get_size(chunk_.get());
            row_ = 0;
            if (row_count_ == 0) {
                return end();
            }
            load_cells();
        }
        return true;
    }

    Result<Json> value(std::size_t column) override {
        const Cells& cells = cells_.at(column);
        if (cells.is_null(row_)) {
            return Json();
        }
        const Form form = shape_.forms[column];
        if (form == Form::json || form == Form::number) {
            return parse_json(cell_text(cells, row_, buffer_));
        }
        return cell_json(cells, row_);
    }

    Result<std::optional<std::string_view>> text(std::size_t column) override {
        const Cells& cells = cells_.at(column);
        if (cells.is_null(row_)) {
            return std::optional<std::string_view>();
        }
        return std::optional<std::string_view>(cell_text(cells, row_, texts_.at(column)));
    }

private:
    Result<bool> end() {
        row_count_ = 0;
        row_ = 0;
        const char* text = duckdb_result_error(result_.get());
        if (text != nullptr && *text != '\0') {
            return error_from_type(duckdb_result_error_type(result_.get()), text);
        }
        return false;
    }

    void load_cells() {
        cells_.resize(shape_.columns.size());
        texts_.resize(shape_.columns.size());
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_.get(), i);
            const LogicalType type(duckdb_vector_get_column_type(vector));
            cells_[i] = {
                duckdb_get_type_id(type.get()), duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
        }
    }

    Lease lease_;
    TimeLimit limit_;
    Shape shape_;
    Prepared statement_;
    Pending pending_;
    QueryResult result_;
    Chunk chunk_;
    std::vector<Cells> cells_;
    std::vector<std::string> texts_;
    std::string buffer_;
    std::uint64_t row_ = 0;
    std::uint64_t row_count_ = 0;
};

}  // namespace

Result<std::unique_ptr<SqlRows>> open_rows(Lease lease,
                                           std::string_view sql,
                                           std::span<const Json> parameters,
                                           TimeLimit limit) {
    LEVADA_TRY(Prepared statement, prepare(lease.get(), sql));
    LEVADA_CHECK(bind(statement.get(), parameters));
    Shape shape = shape_of(statement.get());
    const bool is_select = duckdb_prepared_statement_type(statement.get()) == DUCKDB_STATEMENT_TYPE_SELECT;
    if (is_select && !shape.is_plain) {
        LEVADA_TRY(statement, prepare(lease.get(), wrapped(sql, shape)));
        LEVADA_CHECK(bind(statement.get(), parameters));
    }
    auto rows = std::make_unique<ResultRows>(std::move(lease), limit, std::move(shape));
    LEVADA_CHECK(rows->start(std::move(statement)));
    return std::unique_ptr<SqlRows>(std::move(rows));
}

}  // namespace levada::duckdb
