#include "sql_error.h"

#include <string>
#include <utility>

#include "levada/base/file.h"

namespace levada::duckdb {
namespace {

// Source: strerror(ENOSPC), which DuckDB puts behind its own text.
constexpr std::string_view kNoSpace = "No space left on device";

struct Spelling {
    std::string_view prefix;
    duckdb_error_type type;
};

// Source: DuckDB 1.5, src/common/exception.cpp (EXCEPTION_MAP); prepare gives no type, only this text.
constexpr Spelling kSpellings[] = {
    {"Parser Error", DUCKDB_ERROR_PARSER},
    {"Syntax Error", DUCKDB_ERROR_SYNTAX},
    {"Binder Error", DUCKDB_ERROR_BINDER},
    {"Catalog Error", DUCKDB_ERROR_CATALOG},
    {"Conversion Error", DUCKDB_ERROR_CONVERSION},
    {"Out of Range Error", DUCKDB_ERROR_OUT_OF_RANGE},
    {"Invalid Input Error", DUCKDB_ERROR_INVALID_INPUT},
    {"Constraint Error", DUCKDB_ERROR_CONSTRAINT},
    {"Not implemented Error", DUCKDB_ERROR_NOT_IMPLEMENTED},
    {"Permission Error", DUCKDB_ERROR_PERMISSION},
    {"IO Error", DUCKDB_ERROR_IO},
    {"Out of Memory Error", DUCKDB_ERROR_OUT_OF_MEMORY},
    {"INTERRUPT Error", DUCKDB_ERROR_INTERRUPT},
    {"INTERNAL Error", DUCKDB_ERROR_INTERNAL},
    {"FATAL Error", DUCKDB_ERROR_FATAL},
};

ErrorCode code_of(duckdb_error_type type, std::string_view text) {
    switch (type) {
        case DUCKDB_ERROR_CATALOG:
            return text.find("does not exist") != std::string_view::npos ? ErrorCode::not_found
                                                                         : ErrorCode::invalid_data;
        case DUCKDB_ERROR_IO:
            return text.find("No files found") != std::string_view::npos ? ErrorCode::not_found
                                                                         : ErrorCode::unavailable;
        case DUCKDB_ERROR_OUT_OF_MEMORY:
            return ErrorCode::unavailable;
        case DUCKDB_ERROR_PERMISSION:
            return ErrorCode::permission_denied;
        case DUCKDB_ERROR_INTERRUPT:
            return ErrorCode::cancelled;
        case DUCKDB_ERROR_NOT_IMPLEMENTED:
            return ErrorCode::unsupported;
        case DUCKDB_ERROR_FATAL:
        case DUCKDB_ERROR_INTERNAL:
            return ErrorCode::internal;
        default:
            return ErrorCode::invalid_data;
    }
}

}  // namespace

Error error_from_text(std::string_view text) {
    for (const Spelling& spelling : kSpellings) {
        if (text.starts_with(spelling.prefix)) {
            return error_from_type(spelling.type, text);
        }
    }
    return error_from_type(DUCKDB_ERROR_INVALID_INPUT, text);
}

Error error_from_type(duckdb_error_type type, std::string_view text) {
    const ErrorCode code = code_of(type, text);
    Error error(code, std::string(text));
    if (code == ErrorCode::unavailable && type == DUCKDB_ERROR_OUT_OF_MEMORY) {
        return error.hint("raise the engine's memory limit, or give it a temporary folder with free space");
    }
    if (code == ErrorCode::unavailable && text.find(kNoSpace) != std::string_view::npos) {
        return error.hint(std::string(kDiskFullHint));
    }
    return error;
}

}  // namespace levada::duckdb
