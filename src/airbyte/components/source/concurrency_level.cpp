#include "concurrency_level.h"

#include <algorithm>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {

namespace {

/// Source: ConcurrentDeclarativeSource._LOWEST_SAFE_CONCURRENCY_LEVEL.
constexpr std::int64_t kLevelDefault = 2;

/// The level as Python counts it: True is 1.
Result<std::int64_t> integer_of(const Json& level, const FieldValues& fields) {
    if (level.is_boolean()) {
        return std::int64_t{level.as_boolean()};
    }
    if (!level.is_integer()) {
        return fields.error("default_concurrency", "did not evaluate to an integer");
    }
    return level.as_integer();
}

Result<std::int64_t> level_of(const Json& level, const FieldValues& fields) {
    if (!level.is_string()) {
        return integer_of(level, fields);
    }
    const std::int64_t level_max = fields.integer("max_concurrency");
    if (level.as_string().find("config") != std::string::npos && level_max == 0) {
        return fields.error("max_concurrency", "required where default_concurrency depends on the configuration");
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("default_concurrency"));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    LEVADA_TRY(const std::int64_t evaluated, integer_of(value, fields));
    return level_max == 0 ? evaluated : std::min(evaluated, level_max);
}

}  // namespace

Result<Concurrency> concurrency_of(SourceContext& source) {
    const Json* node = source.manifest == nullptr ? nullptr : source.manifest->find("concurrency_level");
    const Json* level = node == nullptr ? nullptr : node->find("default_concurrency");
    if (level == nullptr) {
        return Concurrency{.level = kLevelDefault};
    }
    BuildContext context(source);
    const FieldValues fields(*node, context);
    Concurrency concurrency{.level_max = fields.integer("max_concurrency")};
    LEVADA_TRY(concurrency.level, level_of(*level, fields));
    if (concurrency.level < 1) {
        // Source: ConcurrentSource.create.
        return context.error_at(
            *node,
            ErrorCode::invalid_config,
            "default_concurrency: it is required to have more workers than threads generating partitions");
    }
    return concurrency;
}

std::int64_t streams_at_once_of(const Concurrency& concurrency, std::int64_t wanted) {
    const std::int64_t level = wanted == kStreamsAtOnceOfManifest ? concurrency.level : wanted;
    const std::int64_t level_max = concurrency.level_max > 0 ? concurrency.level_max : kStreamsAtOnceMax;
    return std::clamp<std::int64_t>(level, 1, std::min(level_max, kStreamsAtOnceMax));
}

}  // namespace levada::airbyte
