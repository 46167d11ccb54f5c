#include "run/loading.h"

#include "run/connector.h"

#include "levada/delivery/messages.h"
#include "levada/lake/stream_schema.h"
#include "levada/load/loader.h"

namespace levada::app {
namespace {

/// Drops what the loader has committed and the project does not want to keep. What is not loaded stays, however much.
Status drop_loaded(Services& services, const Project& project, const std::string& pipeline, const std::string& stream) {
    const std::string topic = topic_of(pipeline, stream);
    // The newest checkpoint may be among what is dropped: its state is noted first.
    LEVADA_CHECK(services.states->newest(pipeline, stream));
    LEVADA_TRY(const std::optional<std::int64_t> loaded, services.queue->committed_offset(topic, kLoaderConsumer));
    if (!loaded) {
        return ok();
    }
    LEVADA_CHECK(
        services.queue->apply_retention(topic, {.size_bytes_max = project.settings.queue_retention_bytes}, *loaded));
    return ok();
}

}  // namespace

std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream) {
    return project.state_folder / "lake" / pipeline.name / lake::sanitized_name(stream);
}

Result<LoadedStream> load_stream(const Loading& loading, const PlannedStream& stream) {
    Services& services = loading.services;
    const Pipeline& pipeline = loading.pipeline;
    LoadTarget target;
    target.pipeline = pipeline.name;
    target.stream = stream.name;
    target.folder = table_folder(loading.project, pipeline, stream.name);
    const bool is_dedup = stream.destination_sync_mode == "append_dedup";
    target.mode = is_dedup ? LoadMode::append_dedup : LoadMode::append;
    if (is_dedup) {
        target.primary_key = stream.primary_key;
    }
    target.is_resumed = stream.is_incremental;
    if (stream.cursor_field.size() == 1) {
        target.cursor_field = stream.cursor_field.front();
    }
    LEVADA_TRY(target.connector, connector_version(pipeline));
    LoadOptions options;
    options.is_stopping = loading.is_stopping;
    options.guard = loading.guard;
    options.dead_letters = pipeline.dead_letters;
    Loader loader(*services.queue, *services.engine, *services.clock, target, options);
    LEVADA_TRY(const LoadReport report, loader.drain(DrainMode::everything).with("stream", stream.name));
    for (const std::string& field : report.undeclared_fields) {
        loading.log.write(LogLevel::info,
                          "records have a field that the stream's schema has not",
                          {{"levada.stream", stream.name}, {"levada.field", field}});
    }
    if (report.unsettled_count > 0) {
        loading.log.write(LogLevel::warning,
                          "records after the stream's newest state are left to the next run, which reads them again",
                          {{"levada.stream", stream.name}, {"levada.records", std::to_string(report.unsettled_count)}});
    }
    LEVADA_CHECK(drop_loaded(services, loading.project, pipeline.name, stream.name));
    return LoadedStream{static_cast<std::uint64_t>(report.record_count),
                        static_cast<std::uint64_t>(report.rejected_count),
                        report.refusal};
}

}  // namespace levada::app
