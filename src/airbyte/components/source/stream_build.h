#pragma once

#include <map>
#include <memory>
#include <string>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

/// The input states of streams by name.
using StateBook = std::map<std::string, Json, std::less<>>;

/// Whether a stream is read for itself or for the partitions of another one.
enum class StreamRole : std::uint8_t { top_level, parent };

/// What a stream is built with. Borrows.
struct StreamInputs {
    const StateBook* states = nullptr;
    StateSink* sink = nullptr;
    StreamRole role = StreamRole::top_level;
};

/// Builds the stream that `node` (DeclarativeStream or StateDelegatingStream) describes; `node` outlives it.
/// Errors: invalid_config, unsupported. Source: model_to_component_factory.py, create_default_stream.
Result<std::shared_ptr<Stream>> build_stream(const Json& node, const StreamInputs& inputs, SourceContext& source);

}  // namespace levada::airbyte
