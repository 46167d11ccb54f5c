#pragma once

#include "stream_build.h"

namespace levada::airbyte {

/// Builds the stream of a StateDelegatingStream that fits the state: in full without one or with one older than the
/// API keeps data, else incrementally. Source: model_to_component_factory.py, create_state_delegating_stream.
Result<std::shared_ptr<Stream>> build_delegating_stream(const Json& node,
                                                        const StreamInputs& inputs,
                                                        SourceContext& source);

}  // namespace levada::airbyte
