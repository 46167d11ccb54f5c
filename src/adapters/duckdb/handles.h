#pragma once

#include <string>
#include <utility>

#include <duckdb.h>

namespace levada::duckdb {

/// Owns one handle of DuckDB's C API, which `destroy` takes by address. Move-only.
template <typename Raw, auto destroy>
class Handle {
public:
    Handle() = default;
    explicit Handle(Raw raw) : raw_(raw) {}
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : raw_(std::exchange(other.raw_, Raw{})) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            raw_ = std::exchange(other.raw_, Raw{});
        }
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    Raw get() const { return raw_; }
    /// For functions that make the object through a pointer.
    Raw* out() {
        reset();
        return &raw_;
    }
    bool is_set() const { return raw_ != nullptr; }

private:
    void reset() {
        if (raw_ != nullptr) {
            destroy(&raw_);
            raw_ = nullptr;
        }
    }

    Raw raw_{};
};

using Database = Handle<duckdb_database, duckdb_close>;
using Connection = Handle<duckdb_connection, duckdb_disconnect>;
using Config = Handle<duckdb_config, duckdb_destroy_config>;
using Prepared = Handle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using Pending = Handle<duckdb_pending_result, duckdb_destroy_pending>;
using Extracted = Handle<duckdb_extracted_statements, duckdb_destroy_extracted>;
using Chunk = Handle<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using LogicalType = Handle<duckdb_logical_type, duckdb_destroy_logical_type>;
using Value = Handle<duckdb_value, duckdb_destroy_value>;
using TableFunction = Handle<duckdb_table_function, duckdb_destroy_table_function>;

/// A result, which the C API keeps by value.
class QueryResult {
public:
    QueryResult() = default;
    ~QueryResult() { duckdb_destroy_result(&raw_); }
    QueryResult(const QueryResult&) = delete;
    QueryResult& operator=(const QueryResult&) = delete;

    duckdb_result* get() { return &raw_; }

private:
    duckdb_result raw_{};
};

}  // namespace levada::duckdb
