#include "components_resolver.h"

#include "stream_support.h"

#include <functional>
#include <utility>

#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/slicer.h"
#include "levada/airbyte/components/stream.h"
#include "levada/base/yaml.h"

namespace levada::airbyte {

namespace {

struct Mapping {
    std::vector<InterpolatedString> path;
    InterpolatedString value;
    ValueTypes types = ValueTypes::any;
    std::optional<InterpolatedBoolean> condition;
    bool may_create = false;
};

enum class Kind : std::uint8_t { http, config, parametrized };

/// Text that is YAML becomes its value; text that only looks like it stays. Source: _parse_yaml_if_possible.
Json yaml_if_possible(Json value) {
    if (!value.is_string()) {
        return value;
    }
    Result<Json> parsed = parse_yaml(value.as_string(), "value");
    return parsed.has_value() ? *std::move(parsed) : value;
}

class TemplateFiller {
public:
    TemplateFiller(Kind kind, const Json& definition, SourceContext& source)
        : kind_(kind), template_(*definition.find("stream_template")), context_(source) {}

    Result<void> read_mappings(const Json& resolver) {
        const Json* list = resolver.find("components_mapping");
        for (const Json* node : list == nullptr ? std::vector<const Json*>() : items_of(*list)) {
            const FieldValues fields(*node, context_);
            Mapping mapping;
            const Json* path = fields.json("field_path");
            if (path == nullptr) {
                return fields.error("field_path", "is missing");
            }
            LEVADA_TRY(mapping.path, interpolated_list(*path, fields.parameters(), context_));
            LEVADA_TRY(mapping.value, fields.interpolated("value"));
            mapping.types = value_types_named(fields.text("value_type"));
            mapping.may_create = fields.boolean("create_or_update");
            if (!fields.text("condition").empty()) {
                if (kind_ != Kind::config) {
                    return fields.error("condition", "is only supported for ConfigComponentsResolver");
                }
                LEVADA_TRY(mapping.condition, fields.condition("condition"));
            }
            mappings_.push_back(std::move(mapping));
        }
        return {};
    }

    Result<Json> fill(const Json& values, const StreamSlice* slice) const {
        Json made = template_;
        Scope scope;
        scope.json("stream_template_config", template_).json("components_values", values);
        if (kind_ == Kind::http) {
            scope.slice(slice);
        }
        for (const Mapping& mapping : mappings_) {
            LEVADA_CHECK(apply(mapping, scope, made));
        }
        return made;
    }

private:
    Result<void> apply(const Mapping& mapping, const Scope& scope, Json& made) const {
        if (mapping.condition) {
            LEVADA_TRY(const bool holds, mapping.condition->eval(scope));
            if (!holds) {
                return {};
            }
        }
        LEVADA_TRY(Json value, mapping.value.eval(scope, mapping.types));
        std::vector<Json> steps;
        std::vector<std::string> names;
        for (const InterpolatedString& step : mapping.path) {
            LEVADA_TRY(Json element, step.eval(scope));
            names.push_back(python_str(element));
            steps.push_back(std::move(element));
        }
        const bool stays_text =
            kind_ == Kind::http || (kind_ == Kind::config && value.is_string() && mapping.types == ValueTypes::text);
        if (!stays_text) {
            value = yaml_if_possible(std::move(value));
        }
        LEVADA_TRY(const std::size_t count, dpath::set(made, dpath::glob_of(steps), value));
        if (count == 0 && kind_ != Kind::http && mapping.may_create && python_truth(value)) {
            return dpath::create(made, names, std::move(value));
        }
        return {};
    }

    Kind kind_;
    const Json& template_;
    mutable BuildContext context_;
    std::vector<Mapping> mappings_;
};

Result<void> resolve_by_http(const Json& resolver,
                             const Json& definition,
                             SourceContext& source,
                             const TakeStream& take) {
    TemplateFiller filler(Kind::http, definition, source);
    LEVADA_CHECK(filler.read_mappings(resolver));
    BuildContext context(source);
    context.stream = std::string(definition.string_or("name", "__http_components_resolver"));
    const Json& retriever_node = *resolver.find("retriever");
    LEVADA_TRY(context.parts.router, build_partition_router(retriever_node.find("partition_router"), context));
    LEVADA_TRY(const std::shared_ptr<Retriever> retriever, build<Retriever>(retriever_node, context));
    StreamSlicer* slicer = retriever->own_slicer();
    LEVADA_TRY(const auto slices, slicer != nullptr ? slicer->slices() : context.parts.router->slices());
    RecordPage page;
    while (true) {
        LEVADA_TRY(const std::optional<StreamSlice> slice, slices->next());
        if (!slice) {
            return ok();
        }
        LEVADA_TRY(const std::unique_ptr<PageReader> reader, retriever->read(*slice));
        while (true) {
            LEVADA_TRY(const bool is_page, reader->next(page));
            if (!is_page) {
                break;
            }
            for (const std::string_view record : page.records()) {
                LEVADA_TRY(const Json values, parse_json(record));
                LEVADA_TRY(Json stream, filler.fill(values, &*slice));
                LEVADA_CHECK(take(std::move(stream)));
            }
        }
    }
}

/// The items that one StreamConfig points at in the configuration.
Result<Json::Array> configured_items(const Json& node, SourceContext& source) {
    const BuildContext context(source);
    const Json* pointer = node.find("configs_pointer");
    const Json none = Json::object();
    const Json* parameters = node.find("$parameters");
    LEVADA_TRY(const auto steps,
               interpolated_list(
                   pointer == nullptr ? Json::array() : *pointer, parameters == nullptr ? none : *parameters, context));
    LEVADA_TRY(const std::vector<Json> elements, eval_all(steps));
    LEVADA_TRY(const Json* found, dpath::get(source.config(), dpath::glob_of(elements)));
    Json::Array items;
    if (found != nullptr && found->is_array()) {
        items = found->as_array();
    } else if (found != nullptr) {
        items.push_back(*found);
    }
    if (const Json* defaults = node.find("default_values"); defaults != nullptr && defaults->is_array()) {
        items.insert(items.end(), defaults->as_array().begin(), defaults->as_array().end());
    }
    return items;
}

void merge_item(Json& combination, const Json& item, std::size_t config_index, std::size_t item_index) {
    if (item.is_object()) {
        for (const Json::Member& member : item.as_object()) {
            combination.set(member.key, member.value);
        }
        return;
    }
    const std::string name = "source_config_" + std::to_string(config_index);
    if (!combination.contains(name)) {
        combination.set(name, Json::array({Json(static_cast<std::int64_t>(item_index)), item}));
    }
}

Result<void> resolve_by_config(const Json& resolver,
                               const Json& definition,
                               SourceContext& source,
                               const TakeStream& take) {
    TemplateFiller filler(Kind::config, definition, source);
    LEVADA_CHECK(filler.read_mappings(resolver));
    Json::Array combinations{Json::object()};
    std::size_t config_index = 0;
    for (const Json* config : items_of(*resolver.find("stream_config"))) {
        LEVADA_TRY(const Json::Array items, configured_items(*config, source));
        Json::Array next;
        for (const Json& combination : combinations) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                Json made = combination;
                merge_item(made, items[i], config_index, i);
                next.push_back(std::move(made));
            }
        }
        combinations = std::move(next);
        ++config_index;
    }
    for (const Json& values : combinations) {
        LEVADA_TRY(Json stream, filler.fill(values, nullptr));
        LEVADA_CHECK(take(std::move(stream)));
    }
    return ok();
}

Result<void> resolve_by_parameters(const Json& resolver,
                                   const Json& definition,
                                   SourceContext& source,
                                   const TakeStream& take) {
    TemplateFiller filler(Kind::parametrized, definition, source);
    LEVADA_CHECK(filler.read_mappings(resolver));
    const Json* list = resolver.find_path({"stream_parameters", "list_of_parameters_for_stream"});
    for (const Json* values : list == nullptr ? std::vector<const Json*>() : items_of(*list)) {
        LEVADA_TRY(Json stream, filler.fill(*values, nullptr));
        LEVADA_CHECK(take(std::move(stream)));
    }
    return ok();
}

}  // namespace

Result<void> resolve_components(const Json& resolver,
                                const Json& definition,
                                SourceContext& source,
                                const TakeStream& take) {
    const std::string_view type = type_of(resolver);
    if (type == "HttpComponentsResolver") {
        return resolve_by_http(resolver, definition, source, take);
    }
    if (type == "ConfigComponentsResolver") {
        return resolve_by_config(resolver, definition, source, take);
    }
    if (type == "ParametrizedComponentsResolver") {
        return resolve_by_parameters(resolver, definition, source, take);
    }
    return unknown_component_error("components resolver", resolver, BuildContext(source));
}

}  // namespace levada::airbyte
