#pragma once

#include <vector>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// The stream nodes of a manifest: static ones, those of conditions that hold, and those made from templates.
/// Source: airbyte-cdk 7.39.1, concurrent_declarative_source.py.
struct StreamConfigs {
    Json::Array static_streams;
    Json::Array dynamic_streams;
};

/// The static streams; evaluates conditions. Errors: invalid_data from templates.
Result<Json::Array> static_stream_configs(const Json& manifest, SourceContext& source);

/// The streams made from templates, each with its `dynamic_stream_name`. May send requests.
/// Errors: traced (a name twice), those of the resolvers.
Result<Json::Array> dynamic_stream_configs(const Json& manifest, SourceContext& source);

/// The nodes of the streams whose records make the partitions of `stream`, those inside other routers too.
std::vector<const Json*> parent_streams(const Json& stream);

/// Sets `use_cache` on the requesters of streams that are parents, unless they say false; in `streams` only, while
/// the names of parents are taken from `all` too. Errors: invalid_data (a stream without a name).
Result<void> cache_parent_streams(Json::Array& streams, const Json::Array& all);

}  // namespace levada::airbyte
