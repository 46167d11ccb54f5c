#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

/// What a check needs of its source. The functions may fail as building streams does.
struct CheckedSource {
    const Json* check = nullptr;
    const Json* config = nullptr;
    /// Streams by name; nothing when one of the names is no static stream.
    std::function<Result<std::optional<std::vector<std::shared_ptr<Stream>>>>(const std::vector<std::string>&)> named;
    /// The first `count` streams; all for a negative one.
    std::function<Result<std::vector<std::shared_ptr<Stream>>>(std::int64_t count)> first;
    /// Names of the streams that the template called `name` makes; nothing when there is none such.
    std::function<Result<std::optional<std::vector<std::string>>>(const std::string& name)> made_by;
};

/// Runs CheckStream or CheckDynamicStream. Errors: invalid_data (an unknown stream name), invalid_config.
/// Source: airbyte-cdk 7.39.1, declarative/checks.
Result<ConnectionStatus> check_connection(const CheckedSource& source);

}  // namespace levada::airbyte
