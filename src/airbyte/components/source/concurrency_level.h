#pragma once

#include <cstdint>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// How much a source may do at once.
struct Concurrency {
    std::int64_t level = 0;      ///< what the manifest wants, or the CDK without it
    std::int64_t level_max = 0;  ///< what the manifest never wants to be exceeded; 0: it does not say
};

/// The `concurrency_level` of the manifest that `source` is of. Errors: invalid_config where the CDK refuses it: no
/// integer, less than 1, one of the configuration without max_concurrency.
/// Source: concurrency_level/concurrency_level.py; ConcurrentDeclarativeSource._LOWEST_SAFE_CONCURRENCY_LEVEL.
Result<Concurrency> concurrency_of(SourceContext& source);

/// Streams that are read at once: `wanted`, 0 for the manifest's level; never more than the manifest's max_concurrency
/// and kStreamsAtOnceMax.
std::int64_t streams_at_once_of(const Concurrency& concurrency, std::int64_t wanted);

}  // namespace levada::airbyte
