#pragma once

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// The streams that `resolver` makes from the template of a DynamicDeclarativeStream. May send requests.
/// Errors: invalid_config, invalid_data from templates, those of the retriever.
/// Source: airbyte-cdk 7.39.1, declarative/resolvers.
Result<Json::Array> resolve_components(const Json& resolver, const Json& definition, SourceContext& source);

}  // namespace levada::airbyte
