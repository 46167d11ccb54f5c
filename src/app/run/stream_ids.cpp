#include "run/stream_ids.h"

namespace levada::app {

namespace {

/// Reads a number of a document, adds `step` and writes it back.
Result<std::int64_t> advance(Metadata& metadata,
                             const std::string& collection,
                             const std::string& key,
                             std::string_view field,
                             std::int64_t step) {
    LEVADA_TRY(const auto entry, metadata.get(collection, key));
    Json document = entry ? entry->value : Json::object();
    const std::int64_t number = document.integer_or(field, 0) + step;
    document.set(field, number);
    LEVADA_CHECK(metadata.put(collection, key, document));
    return number;
}

}  // namespace

Result<RunNumbers> take_numbers(Services& services, const Pipeline& pipeline, const std::vector<PlannedStream>& plan) {
    RunNumbers numbers;
    LEVADA_TRY(numbers.sync_id, advance(*services.metadata, "pipelines", pipeline.name, "sync_id", 1));
    for (const PlannedStream& stream : plan) {
        const std::int64_t step = stream.destination_sync_mode == "overwrite" ? 1 : 0;
        const std::string key = pipeline.name + "." + stream.name;
        LEVADA_TRY(numbers.generations[stream.name],
                   advance(*services.metadata, "streams", key, "generation_id", step));
    }
    return numbers;
}

Status keep_generation(Services& services,
                       const Pipeline& pipeline,
                       const std::string& stream,
                       std::int64_t generation) {
    const std::string key = pipeline.name + "." + stream;
    LEVADA_TRY(const auto entry, services.metadata->get("streams", key));
    Json document = entry ? entry->value : Json::object();
    document.set("generation_id", generation);
    return services.metadata->put("streams", key, document);
}

}  // namespace levada::app
