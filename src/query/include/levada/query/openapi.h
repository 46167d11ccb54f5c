#pragma once

#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/query/table_catalog.h"

namespace levada::query {

/// What the document says of the program that serves it.
struct OpenApiInfo {
    std::string server_url;  ///< Empty: clients take the address they fetched the document from.
    std::string version;     ///< Of the program.
};

/// "/v1/tables/schema.table", percent-encoded.
std::string path_of(const Table& table);

/// The OpenAPI 3.0.3 document of `tables`: a path and a schema per table with a filter parameter per column, the
/// common parameters, and the paths of the control plane. Source: OpenAPI Specification 3.0.3.
Json openapi_document(const std::vector<Table>& tables, const OpenApiInfo& info);

}  // namespace levada::query
