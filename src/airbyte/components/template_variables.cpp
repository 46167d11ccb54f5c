#include "template_variables.h"

#include <chrono>

namespace levada::airbyte {

const TemplateVariables& TemplateVariables::of(SourceContext& source) {
    TemplateVariables& variables = source.own<TemplateVariables>();
    variables.source_ = &source;
    variables.context_.set_surroundings(&variables);
    return variables;
}

const jinja::Context& TemplateVariables::context() const {
    if (config_version_ != source_->config_version()) {
        config_version_ = source_->config_version();
        context_.set("config", jinja::Value::from_json(source_->config()));
    }
    return context_;
}

std::optional<std::chrono::system_clock::time_point> TemplateVariables::now() const {
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(source_->clock().now());
}

std::optional<std::uint64_t> TemplateVariables::random_seed() const {
    const std::uint64_t time = static_cast<std::uint64_t>(source_->clock().now().time_since_epoch().count());
    return time + ++evaluation_;
}

}  // namespace levada::airbyte
