#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "levada/airbyte/manifest.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kParametersKey = "$parameters";

struct DefaultType {
    std::string_view field;
    std::string_view type;
};

/// Source: airbyte-cdk 7.39.1, DEFAULT_MODEL_TYPES.
constexpr auto kDefaultTypes = std::to_array<DefaultType>({
    {"CompositeErrorHandler.error_handlers", "DefaultErrorHandler"},
    {"CursorPagination.decoder", "JsonDecoder"},
    {"DatetimeBasedCursor.end_datetime", "MinMaxDatetime"},
    {"DatetimeBasedCursor.end_time_option", "RequestOption"},
    {"DatetimeBasedCursor.start_datetime", "MinMaxDatetime"},
    {"DatetimeBasedCursor.start_time_option", "RequestOption"},
    {"DeclarativeSource.check", "CheckStream"},
    {"DeclarativeSource.spec", "Spec"},
    {"DeclarativeSource.streams", "DeclarativeStream"},
    {"DeclarativeStream.retriever", "SimpleRetriever"},
    {"DeclarativeStream.schema_loader", "JsonFileSchemaLoader"},
    {"DynamicDeclarativeStream.stream_template", "DeclarativeStream"},
    {"DynamicDeclarativeStream.components_resolver", "ConfigComponentResolver"},
    {"HttpComponentsResolver.retriever", "SimpleRetriever"},
    {"HttpComponentsResolver.components_mapping", "ComponentMappingDefinition"},
    {"ConfigComponentsResolver.stream_config", "StreamConfig"},
    {"ConfigComponentsResolver.components_mapping", "ComponentMappingDefinition"},
    {"DefaultErrorHandler.response_filters", "HttpResponseFilter"},
    {"DefaultPaginator.decoder", "JsonDecoder"},
    {"DefaultPaginator.page_size_option", "RequestOption"},
    {"DpathExtractor.decoder", "JsonDecoder"},
    {"DpathExtractor.record_expander", "RecordExpander"},
    {"HttpRequester.error_handler", "DefaultErrorHandler"},
    {"ListPartitionRouter.request_option", "RequestOption"},
    {"ParentStreamConfig.request_option", "RequestOption"},
    {"ParentStreamConfig.stream", "DeclarativeStream"},
    {"RecordExpander.parent_fields", "ParentFieldPath"},
    {"RecordSelector.extractor", "DpathExtractor"},
    {"RecordSelector.record_filter", "RecordFilter"},
    {"SimpleRetriever.paginator", "NoPagination"},
    {"SimpleRetriever.record_selector", "RecordSelector"},
    {"SimpleRetriever.requester", "HttpRequester"},
    {"SubstreamPartitionRouter.parent_stream_configs", "ParentStreamConfig"},
    {"AddFields.fields", "AddedFieldDefinition"},
    {"CustomPartitionRouter.parent_stream_configs", "ParentStreamConfig"},
    {"DynamicSchemaLoader.retriever", "SimpleRetriever"},
    {"SchemaTypeIdentifier.types_map", "TypesMap"},
});

/// For components that name a Python class. Source: CUSTOM_COMPONENTS_MAPPING.
constexpr auto kCustomTypes = std::to_array<DefaultType>({
    {"CompositeErrorHandler.backoff_strategies", "CustomBackoffStrategy"},
    {"DeclarativeStream.retriever", "CustomRetriever"},
    {"DeclarativeStream.transformations", "CustomTransformation"},
    {"DefaultErrorHandler.backoff_strategies", "CustomBackoffStrategy"},
    {"DefaultPaginator.pagination_strategy", "CustomPaginationStrategy"},
    {"HttpRequester.authenticator", "CustomAuthenticator"},
    {"HttpRequester.error_handler", "CustomErrorHandler"},
    {"RecordSelector.extractor", "CustomRecordExtractor"},
    {"SimpleRetriever.partition_router", "CustomPartitionRouter"},
});

template <std::size_t N>
std::optional<std::string_view> type_in(const std::array<DefaultType, N>& types, std::string_view field) {
    const auto found =
        std::find_if(types.begin(), types.end(), [field](const DefaultType& entry) { return entry.field == field; });
    return found == types.end() ? std::nullopt : std::optional<std::string_view>(found->type);
}

/// Python's truth of a value that a parameter may replace.
bool is_falsy(const Json& value) {
    switch (value.kind()) {
        case Json::Kind::null:
            return true;
        case Json::Kind::boolean:
            return !value.as_boolean();
        case Json::Kind::integer:
        case Json::Kind::number:
            return value.as_double() == 0.0;
        case Json::Kind::string:
            return value.as_string().empty();
        case Json::Kind::array:
        case Json::Kind::object:
            return value.size() == 0;
        case Json::Kind::big_integer:
            break;
    }
    return false;
}

void add_missing_type(std::string_view field, Json& component) {
    if (component.contains("type")) {
        return;
    }
    const auto type = component.contains("class_name") ? type_in(kCustomTypes, field) : type_in(kDefaultTypes, field);
    if (type) {
        component.set("type", Json(*type));
    }
}

Json merged(Json base, const Json& over) {
    if (over.is_object()) {
        for (const Json::Member& member : over.as_object()) {
            base.set(member.key, member.value);
        }
    }
    return base;
}

/// A JSON schema is data, not a component, though it has a `type`.
bool is_json_schema(const Json& component) {
    const Json* type = component.find("type");
    return type != nullptr && (type->is_array() || type->is_object() || *type == Json("object"));
}

bool is_typed(const Json& value) {
    const Json* type = value.is_object() ? value.find("type") : nullptr;
    return type != nullptr && !is_falsy(*type);
}

void propagate_into_untyped(std::string_view field,
                            Json& component,
                            const Json& parameters,
                            ParameterPriority priority) {
    for (Json::Member& member : component.as_object()) {
        if (is_typed(member.value)) {
            member.value = propagate_types_and_parameters(field, member.value, parameters, priority);
        }
    }
}

/// Hands `parameters` to one field. A parameter named as the field is held back: it is the field's own value.
void propagate_into_field(
    const std::string& field, Json& value, Json& parameters, ParameterPriority priority, std::string_view name) {
    const Json* own = parameters.find(name);
    const Json held_back = own == nullptr ? Json() : *own;
    parameters.erase(name);
    if (value.is_object()) {
        value = propagate_types_and_parameters(field, value, parameters, priority);
    } else {
        for (Json& item : value.as_array()) {
            if (item.is_object()) {
                item = propagate_types_and_parameters(field, item, parameters, priority);
            }
        }
    }
    if (!is_falsy(held_back)) {
        parameters.set(name, held_back);
    }
}

}  // namespace

Json propagate_types_and_parameters(std::string_view field,
                                    const Json& component,
                                    const Json& parent_parameters,
                                    ParameterPriority priority) {
    Json made = component;
    add_missing_type(field, made);
    const Json* given = made.find(kParametersKey);
    const Json own = given == nullptr ? Json::object() : *given;
    made.erase(kParametersKey);
    Json parameters = priority == ParameterPriority::parent
                          ? merged(own.is_object() ? own : Json::object(), parent_parameters)
                          : merged(parent_parameters, own);
    if (is_json_schema(made)) {
        return made;
    }
    if (!made.contains("type")) {
        propagate_into_untyped(field, made, parameters, priority);
        return made;
    }
    for (const Json::Member& parameter : parameters.as_object()) {
        const Json* held = made.find(parameter.key);
        if (held == nullptr || is_falsy(*held)) {
            made.set(parameter.key, parameter.value);
        }
    }
    const std::string prefix = std::string(made.string_or("type", "")) + ".";
    for (Json::Member& member : made.as_object()) {
        if (member.value.is_object() || member.value.is_array()) {
            propagate_into_field(prefix + member.key, member.value, parameters, priority, member.key);
        }
    }
    if (!own.is_object()) {
        made.set(kParametersKey, own);  // It is refused when the component is checked.
    } else if (parameters.size() > 0) {
        made.set(kParametersKey, std::move(parameters));
    }
    return made;
}

}  // namespace levada::airbyte
