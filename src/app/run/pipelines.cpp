#include "run/pipelines.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr const char* kStreamsCollection = "streams";

}  // namespace

Status require_known(const std::vector<std::string>& names, const std::string& name, std::string_view what) {
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return ok();
    }
    std::string message = "there is no " + std::string(what) + " \"" + name + "\"";
    if (const auto near = nearest(name, names)) {
        message += "; did you mean \"" + *near + "\"?";
    }
    return Error(ErrorCode::invalid_config, message)
        .hint(names.empty() ? "levada run" : "the " + std::string(what) + "s are: " + join(names, ", "));
}

Result<const Pipeline*> pipeline_of(const Project& project, const std::string& name) {
    std::vector<std::string> names;
    names.reserve(project.pipelines.size());
    for (const Pipeline& pipeline : project.pipelines) {
        names.push_back(pipeline.name);
    }
    if (name.empty()) {
        if (project.pipelines.size() == 1) {
            return &project.pipelines.front();
        }
        return Error(ErrorCode::invalid_config, "there are several pipelines: name one of " + join(names, ", "));
    }
    LEVADA_CHECK(require_known(names, name, "pipeline"));
    return project.find(name);
}

Result<std::vector<std::string>> known_streams(Metadata& metadata, const std::string& pipeline) {
    Metadata::ListOptions options;
    options.prefix = pipeline + ".";
    LEVADA_TRY(const auto entries, metadata.list(kStreamsCollection, options));
    std::vector<std::string> streams;
    streams.reserve(entries.size());
    for (const MetadataEntry& entry : entries) {
        streams.push_back(entry.key.substr(options.prefix.size()));
    }
    return streams;
}

Status remember_stream(Services& services, const Pipeline& pipeline, const std::string& stream) {
    const std::string key = pipeline.name + "." + stream;
    LEVADA_TRY(const auto known, services.metadata->get(kStreamsCollection, key));
    return known ? ok() : services.metadata->put(kStreamsCollection, key, Json::object());
}

Json state_message(const std::string& stream, const Json& state) {
    return Json::object(
        {{"type", "STREAM"},
         {"stream", Json::object({{"stream_descriptor", Json::object({{"name", stream}})}, {"stream_state", state}})}});
}

}  // namespace levada::app
