#include "levada/airbyte/components/build_context.h"

#include <utility>

namespace levada::airbyte {

SourceContext::SourceContext(Json config, Http& http, Clock& clock, MessageSink& messages)
    : config_(std::move(config)), http_(http), clock_(clock), messages_(messages) {}

Error BuildContext::error_at(const Json& node, ErrorCode code, std::string message) const {
    Error error = Error(code, std::move(message)).at(source_->manifest_file, node.line());
    return stream.empty() ? error : error.with("stream", stream);
}

}  // namespace levada::airbyte
