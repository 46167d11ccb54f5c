#include "levada/airbyte/components/request_option.h"

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {
namespace {

InjectInto place_named(std::string_view name) {
    if (name == "header") {
        return InjectInto::header;
    }
    if (name == "body_data") {
        return InjectInto::body_data;
    }
    if (name == "body_json") {
        return InjectInto::body_json;
    }
    return InjectInto::request_parameter;
}

/// An absent field, or one that Python counts as false, is no field.
bool is_given(const Json* field) {
    return field != nullptr && python_truth(*field);
}

/// Walks to the mapping that the last step of `path` goes into, making mappings on the way.
Result<Json*> mapping_at(Json& root, std::span<const std::string> path) {
    Json* current = &root;
    for (const std::string& step : path) {
        Json* next = current->find(step);
        if (next == nullptr) {
            current->set(step, Json::object());
            next = current->find(step);
        }
        if (!next->is_object()) {
            return Error(ErrorCode::invalid_data, "request option: \"" + step + "\" is already set and is no mapping");
        }
        current = next;
    }
    return current;
}

}  // namespace

Result<RequestOption> RequestOption::make(const Json& node, BuildContext& context, const Json* parameters) {
    static const Json kNoParameters = Json::object();
    const Json& visible = parameters == nullptr ? kNoParameters : *parameters;
    RequestOption option;
    if (type_of(node) == "RequestPath") {
        option.inject_into_ = InjectInto::path;
        return option;
    }
    option.inject_into_ = place_named(node.string_or("inject_into", ""));
    const Json* name = node.find("field_name");
    const Json* path = node.find("field_path");
    if (is_given(name) == is_given(path)) {
        return context.error_at(node,
                                ErrorCode::invalid_config,
                                is_given(name) ? "Only one of field_name or field_path can be provided to RequestOption"
                                               : "RequestOption requires either a field_name or field_path");
    }
    if (is_given(path) && option.inject_into_ != InjectInto::body_json) {
        return context.error_at(node,
                                ErrorCode::invalid_config,
                                "Nested field injection is only supported for body JSON injection. Please use a "
                                "top-level field_name for other injection types.");
    }
    if (is_given(name)) {
        LEVADA_TRY(InterpolatedString compiled, InterpolatedString::make(python_str(*name), visible, context));
        option.field_name_ = std::move(compiled);
        return option;
    }
    for (const Json* step : items_of(*path)) {
        LEVADA_TRY(InterpolatedString compiled, InterpolatedString::make(python_str(*step), visible, context));
        option.field_path_.push_back(std::move(compiled));
    }
    return option;
}

RequestOption RequestOption::authorization_header() {
    RequestOption option;
    option.inject_into_ = InjectInto::header;
    option.fixed_name_ = "Authorization";
    return option;
}

Result<std::string> RequestOption::name() const {
    if (!field_name_) {
        return fixed_name_;
    }
    return field_name_->text(Scope());
}

Result<void> RequestOption::inject(RequestParts& parts, const Json& value) const {
    if (inject_into_ == InjectInto::path) {
        return ok();
    }
    Json& target = parts.at(inject_into_);
    if (field_path_.empty()) {
        LEVADA_TRY(const std::string key, name());
        target.set(key, value);
        return ok();
    }
    std::vector<std::string> steps;
    for (const InterpolatedString& segment : field_path_) {
        LEVADA_TRY(std::string step, segment.text(Scope()));
        steps.push_back(std::move(step));
    }
    LEVADA_TRY(Json * owner, mapping_at(target, std::span(steps).first(steps.size() - 1)));
    owner->set(steps.back(), value);
    return ok();
}

ComponentSpec<PlainComponent> spec_request_option() {
    return {
        .type = "RequestOption",
        .summary = "Says where on a request a value goes, and under which name.",
        .fields = {text_field("inject_into")
                       .required()
                       .one_of({"request_parameter", "header", "body_data", "body_json"})
                       .doc("Part of the request that takes the value."),
                   text_field("field_name").doc("Name of the parameter, header or body field."),
                   list_field("field_path").items(JsonTypes::text).doc("Path of a field inside a JSON body.")},
        .example = "type: RequestOption\ninject_into: request_parameter\nfield_name: page\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
