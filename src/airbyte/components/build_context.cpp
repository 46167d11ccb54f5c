#include "levada/airbyte/components/build_context.h"

#include <utility>

namespace levada::airbyte {

SourceContext::SourceContext(Json config, Http& http, Clock& clock, MessageSink& messages)
    : config_(std::move(config)), http_(http), clock_(clock), messages_(messages) {}

SourceContext::SourceContext(SourceContext& source, MessageSink& messages)
    : manifest_file(source.manifest_file),
      manifest(source.manifest),
      config_(source.config()),
      http_(source.http()),
      clock_(source.clock()),
      messages_(messages),
      root_(&source.root()) {}

const Json* SourceContext::configured_stream(std::string_view stream) const {
    const Json* streams = configured_catalog().find("streams");
    if (streams == nullptr || !streams->is_array()) {
        return nullptr;
    }
    for (const Json& entry : streams->as_array()) {
        const Json* described = entry.find("stream");
        if (described != nullptr && described->string_or("name", "") == stream) {
            return &entry;
        }
    }
    return nullptr;
}

Error BuildContext::error_at(const Json& node, ErrorCode code, std::string message) const {
    Error error = Error(code, std::move(message)).at(source_->manifest_file, node.line());
    return stream.empty() ? error : error.with("stream", stream);
}

}  // namespace levada::airbyte
