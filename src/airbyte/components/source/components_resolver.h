#pragma once

#include <functional>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// What is done with each stream as it is made; its error ends the making, before the next request.
using TakeStream = std::function<Result<void>(Json)>;

/// Makes the streams of `resolver` from the template of a DynamicDeclarativeStream, one after the other. May send
/// requests. Errors: invalid_config, invalid_data from templates, those of the retriever and of `take`.
/// Source: airbyte-cdk 7.39.1, declarative/resolvers.
Result<void> resolve_components(const Json& resolver,
                                const Json& definition,
                                SourceContext& source,
                                const TakeStream& take);

}  // namespace levada::airbyte
