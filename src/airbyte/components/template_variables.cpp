#include "template_variables.h"

#include <chrono>

namespace levada::airbyte {

const TemplateVariables& TemplateVariables::of(SourceContext& source) {
    TemplateVariables& variables = source.shared<TemplateVariables>();
    variables.source_ = &source;
    return variables;
}

const jinja::Context& TemplateVariables::context() const {
    if (config_version_ != source_->config_version()) {
        config_version_ = source_->config_version();
        context_.set("config", jinja::Value::from_json(source_->config()));
    }
    const Instant now = source_->clock().now();
    context_.set_now(std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
    ++evaluation_;
    context_.set_random_seed(static_cast<std::uint64_t>(now.time_since_epoch().count()) + evaluation_);
    return context_;
}

}  // namespace levada::airbyte
