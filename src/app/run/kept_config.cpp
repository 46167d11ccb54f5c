#include "run/kept_config.h"

#include "levada/base/hash.h"

namespace levada::app {

namespace {

constexpr const char* kCollection = "connector_configs";

/// What the user wrote, as one word: a kept configuration counts only while this stays the same.
std::string origin_of(const Pipeline& pipeline) {
    return sha256_hex(pipeline.config.dump());
}

}  // namespace

Result<Json> kept_config(Services& services, const Pipeline& pipeline) {
    LEVADA_TRY(const auto entry, services.metadata->get(kCollection, pipeline.name));
    if (!entry) {
        return pipeline.config;
    }
    const Json* kept = entry->value.find("config");
    const bool is_of_this_config = entry->value.string_or("origin", "") == origin_of(pipeline);
    return kept != nullptr && is_of_this_config ? *kept : pipeline.config;
}

Status keep_config(Services& services, const Pipeline& pipeline, const Json& config) {
    return services.metadata->put(
        kCollection, pipeline.name, Json::object({{"origin", origin_of(pipeline)}, {"config", config}}));
}

}  // namespace levada::app
