#pragma once

#include "project/project.h"

#include <string>
#include <vector>

namespace levada::app {

/// One stream of a run: how it is read and how its table is written.
struct PlannedStream {
    std::string name;
    Json json_schema;
    bool is_incremental = false;           ///< sync_mode
    std::string destination_sync_mode;     ///< overwrite, append or append_dedup
    std::vector<std::string> primary_key;  ///< top-level columns; empty for append
    std::vector<std::string> cursor_field;
};

/// Chooses the streams and modes of a run from the connector's catalog, the project's choices and `only` (one stream,
/// or empty). Without a choice: incremental where the stream can, else full refresh; append_dedup where there is a
/// primary key, else append (incremental) or overwrite (full refresh). Errors: invalid_config (a stream that is not
/// there, a mode that it has not, dedup without a key).
Result<std::vector<PlannedStream>> plan_streams(const Json& catalog, const Pipeline& pipeline, const std::string& only);

/// Airbyte's ConfiguredAirbyteCatalog of the plan.
Json configured_catalog(const Json& catalog, const std::vector<PlannedStream>& plan);

}  // namespace levada::app
