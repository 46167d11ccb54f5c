#include "run/loading.h"

#include "levada/delivery/messages.h"
#include "levada/lake/stream_schema.h"
#include "levada/load/loader.h"

namespace levada::app {

std::filesystem::path table_folder(const Project& project, const Pipeline& pipeline, const std::string& stream) {
    return project.state_folder / "lake" / pipeline.name / lake::sanitized_name(stream);
}

Result<LoadedStream> load_stream(Services& services,
                                 const Project& project,
                                 const Pipeline& pipeline,
                                 const PlannedStream& stream) {
    LoadTarget target;
    target.pipeline = pipeline.name;
    target.stream = stream.name;
    target.folder = table_folder(project, pipeline, stream.name);
    const bool is_dedup = stream.destination_sync_mode == "append_dedup";
    target.mode = is_dedup ? LoadMode::append_dedup : LoadMode::append;
    if (is_dedup) {
        target.primary_key = stream.primary_key;
    }
    if (stream.cursor_field.size() == 1) {
        target.cursor_field = stream.cursor_field.front();
    }
    Loader loader(*services.queue, *services.engine, *services.clock, target);
    LEVADA_TRY(const LoadReport report, loader.drain(DrainMode::everything).with("stream", stream.name));
    for (const std::string& field : report.undeclared_fields) {
        services.log->sink().write(
            LogLevel::info,
            "records have a field that the stream's schema has not",
            {{"levada.pipeline", pipeline.name}, {"levada.stream", stream.name}, {"levada.field", field}});
    }
    return LoadedStream{static_cast<std::uint64_t>(report.record_count),
                        static_cast<std::uint64_t>(report.rejected_count)};
}

}  // namespace levada::app
