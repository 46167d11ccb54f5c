#pragma once

#include <string_view>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// Reads a JSON schema beside the manifest: `path` as it is written, or without its first folder (the connector's
/// package, as the CDK resolves it). References inside the file are resolved.
/// Errors: not_found, invalid_data (no JSON, a reference that leads nowhere), unsupported (references to other files).
Result<Json> read_schema_file(std::string_view path, const BuildContext& context);

/// The schema of streams that name none: the file `./<name>.json` if it is there, else the empty schema.
std::shared_ptr<SchemaLoader> make_default_schema_loader(std::string name, const BuildContext& context);

/// Several schemas as one: the properties of all, earlier ones first. Source: schema/composite_schema_loader.py.
std::shared_ptr<SchemaLoader> make_composite_schema_loader(std::vector<std::shared_ptr<SchemaLoader>> loaders);

/// Remembers the schema after the first time. Source: schema/caching_schema_loader_decorator.py.
std::shared_ptr<SchemaLoader> make_caching_schema_loader(std::shared_ptr<SchemaLoader> loader);

}  // namespace levada::airbyte
