#include "json_scan.h"
#include "stream_support.h"

#include <algorithm>
#include <array>
#include <utility>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/dpath.h"
#include "levada/airbyte/components/record_selector.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {

namespace {

struct AirbyteType {
    std::string_view name;
    std::string_view json_type;
    std::string_view format;
    std::string_view airbyte_type;
};

/// Source: airbyte-cdk 7.39.1, schema/dynamic_schema_loader.py, AIRBYTE_DATA_TYPES.
constexpr auto kTypes = std::to_array<AirbyteType>({
    {"string", "string", "", ""},
    {"boolean", "boolean", "", ""},
    {"date", "string", "date", ""},
    {"timestamp_without_timezone", "string", "date-time", "timestamp_without_timezone"},
    {"timestamp_with_timezone", "string", "date-time", ""},
    {"time_without_timezone", "string", "time", "time_without_timezone"},
    {"time_with_timezone", "string", "time", "time_with_timezone"},
    {"integer", "integer", "", ""},
    {"number", "number", "", ""},
    {"array", "array", "", ""},
    {"object", "object", "", ""},
});

Result<Json> schema_of_type(const Json& name) {
    const auto known = std::find_if(kTypes.begin(), kTypes.end(), [&](const AirbyteType& type) {
        return name.is_string() && type.name == name.as_string();
    });
    if (known == kTypes.end()) {
        return Error(ErrorCode::invalid_data, "DynamicSchemaLoader: invalid Airbyte data type " + name.dump());
    }
    Json schema = Json::object({{"type", Json::array({"null", Json(known->json_type)})}});
    if (!known->format.empty()) {
        schema.set("format", Json(known->format));
    }
    if (!known->airbyte_type.empty()) {
        schema.set("airbyte_type", Json(known->airbyte_type));
    }
    return schema;
}

Result<Json> schema_of_complex(const Json& type) {
    if (!type.is_object()) {
        return schema_of_type(type);
    }
    const Json* field_type = type.find("field_type");
    const Json* items = type.find("items");
    LEVADA_TRY(Json schema, schema_of_type(field_type == nullptr ? Json() : *field_type));
    if (items == nullptr || !python_truth(*items)) {
        return schema;
    }
    LEVADA_TRY(Json item_schema, schema_of_complex(*items));
    schema.set("items", std::move(item_schema));
    return schema;
}

struct TypeRule {
    Json current;
    Json target;
    InterpolatedBoolean condition;
};

struct LoaderParts {
    std::shared_ptr<Retriever> retriever;
    std::vector<InterpolatedString> schema_pointer;
    std::vector<InterpolatedString> key_pointer;
    std::vector<InterpolatedString> type_pointer;
    std::vector<TypeRule> rules;
    std::vector<std::shared_ptr<Transformation>> transformations;
    std::optional<InterpolatedBoolean> filter;
};

/// A schema computed from what an endpoint says about the fields.
class DynamicSchemaLoader final : public SchemaLoader {
public:
    explicit DynamicSchemaLoader(LoaderParts parts) : parts_(std::move(parts)) {}

    Result<Json> schema() override {
        LEVADA_TRY(const Json record, first_record());
        Json definitions = Json::array();
        if (python_truth(record)) {
            LEVADA_TRY(definitions, extract(record, parts_.schema_pointer, Json()));
        }
        Json properties = Json::object();
        if (!definitions.is_array()) {
            return Error(ErrorCode::invalid_data, "DynamicSchemaLoader: schema_pointer leads to no list of fields");
        }
        for (const Json& definition : definitions.as_array()) {
            LEVADA_TRY(const Json key, extract(definition, parts_.key_pointer, Json()));
            if (!key.is_string()) {
                return Error(ErrorCode::invalid_data, "DynamicSchemaLoader: expected a text as key, got " + key.dump());
            }
            LEVADA_TRY(Json type, type_of_field(definition));
            properties.set(key.as_string(), std::move(type));
        }
        LEVADA_TRY(Json kept, filtered(std::move(properties)));
        LEVADA_TRY(Json made, transformed(kept));
        return Json::object({{"$schema", "https://json-schema.org/draft-07/schema#"},
                             {"type", "object"},
                             {"additionalProperties", true},
                             {"properties", std::move(made)}});
    }

private:
    Result<Json> first_record() {
        LEVADA_TRY(const std::unique_ptr<PageReader> reader, parts_.retriever->read(StreamSlice()));
        RecordPage page;
        while (true) {
            const Result<bool> is_page = reader->next(page);
            if (page.size() > 0) {
                return parse_json(page.records().front());
            }
            if (!is_page.has_value()) {
                return is_page.error();
            }
            if (!*is_page) {
                return Json();
            }
        }
    }

    static Result<Json> extract(const Json& body,
                                const std::vector<InterpolatedString>& pointer,
                                const Json& otherwise) {
        if (pointer.empty()) {
            return body;
        }
        LEVADA_TRY(const std::vector<Json> steps, eval_all(pointer));
        LEVADA_TRY(const Json* found, dpath::get(body, dpath::glob_of(steps)));
        return found == nullptr ? otherwise : *found;
    }

    Result<Json> type_of_field(const Json& definition) const {
        Json type("string");
        if (!parts_.type_pointer.empty()) {
            LEVADA_TRY(type, extract(definition, parts_.type_pointer, Json("string")));
        }
        LEVADA_TRY(const Json mapped, mapped_type(type, definition));
        if (mapped.is_array() && mapped.size() == 2 && mapped.as_array()[0].is_string() &&
            mapped.as_array()[1].is_string()) {
            LEVADA_TRY(Json first, schema_of_type(mapped.as_array()[0]));
            LEVADA_TRY(Json second, schema_of_type(mapped.as_array()[1]));
            return Json::object({{"oneOf", Json::array({std::move(first), std::move(second)})}});
        }
        if (mapped.is_string() || mapped.is_object()) {
            return schema_of_complex(mapped);
        }
        return Error(ErrorCode::invalid_data, "DynamicSchemaLoader: invalid data type " + mapped.dump());
    }

    Result<Json> mapped_type(const Json& type, const Json& definition) const {
        for (const TypeRule& rule : parts_.rules) {
            LEVADA_TRY(const bool is_active, rule.condition.eval(Scope().json("raw_schema", definition)));
            if (is_active && rule.current == type) {
                return rule.target;
            }
        }
        return type;
    }

    Result<Json> filtered(Json properties) const {
        if (!parts_.filter) {
            return properties;
        }
        Json kept = Json::object();
        for (const Json::Member& member : properties.as_object()) {
            const Json record = Json::object({{member.key, member.value}});
            Scope scope;
            scope.json("record", record).slice(nullptr).next_page_token(nullptr);
            LEVADA_TRY(const bool is_kept, parts_.filter->eval(scope));
            if (is_kept) {
                kept.set(member.key, member.value);
            }
        }
        return kept;
    }

    Result<Json> transformed(const Json& properties) const {
        RecordPage page;
        RecordEditor editor(page);
        editor.assign(properties);
        for (const std::shared_ptr<Transformation>& transformation : parts_.transformations) {
            LEVADA_CHECK(transformation->transform(editor, nullptr));
        }
        return editor.value();
    }

    LoaderParts parts_;
};

Result<std::vector<InterpolatedString>> pointer(const FieldValues& fields, std::string_view name) {
    const Json* list = fields.json(name);
    if (list == nullptr) {
        return std::vector<InterpolatedString>();
    }
    return interpolated_list(*list, fields.parameters(), fields.context());
}

Result<void> read_identifier(const Json& node, BuildContext& context, LoaderParts& parts) {
    const FieldValues fields(node, context);
    LEVADA_TRY(parts.schema_pointer, pointer(fields, "schema_pointer"));
    LEVADA_TRY(parts.key_pointer, pointer(fields, "key_pointer"));
    LEVADA_TRY(parts.type_pointer, pointer(fields, "type_pointer"));
    const Json* rules = fields.json("types_mapping");
    if (rules == nullptr) {
        return {};
    }
    for (const Json* rule : items_of(*rules)) {
        const Json* current = rule->find("current_type");
        const Json* target = rule->find("target_type");
        const Json* condition = rule->find("condition");
        TypeRule made;
        made.current = current == nullptr ? Json() : *current;
        made.target = target == nullptr ? Json() : *target;
        const Json always("True");
        LEVADA_TRY(made.condition,
                   InterpolatedBoolean::make(condition == nullptr ? always : *condition, Json::object(), context));
        parts.rules.push_back(std::move(made));
    }
    return {};
}

Result<std::shared_ptr<SchemaLoader>> make_loader(const FieldValues& fields) {
    BuildContext own(fields.context().source());
    own.stream = "dynamic_properties";
    own.forces_cache = true;
    LoaderParts parts;
    const Json* retriever = fields.json("retriever");
    if (retriever == nullptr) {
        return fields.error("retriever", "required");
    }
    if (type_of(*retriever) == "AsyncRetriever" && retriever->find("partition_router") != nullptr) {
        return fields.error("retriever", "an AsyncRetriever here cannot have a partition_router");
    }
    LEVADA_TRY(own.parts.router, build_partition_router(retriever->find("partition_router"), own));
    LEVADA_TRY(parts.retriever, build<Retriever>(*retriever, own));
    if (const Json* identifier = fields.json("schema_type_identifier"); identifier != nullptr) {
        LEVADA_CHECK(read_identifier(*identifier, own, parts));
    }
    LEVADA_TRY(parts.transformations, fields.components<Transformation>("schema_transformations"));
    if (const Json* filter = fields.json("schema_filter"); filter != nullptr) {
        if (type_of(*filter) != "RecordFilter") {
            return unknown_component_error("record filter", *filter, fields.context());
        }
        LEVADA_TRY(parts.filter, FieldValues(*filter, own).condition("condition"));
    }
    return std::make_shared<DynamicSchemaLoader>(std::move(parts));
}

}  // namespace

ComponentSpec<SchemaLoader> spec_dynamic_schema_loader() {
    return {
        .type = "DynamicSchemaLoader",
        .summary = "A schema computed from what an endpoint says about the fields.",
        .fields = {component_field("retriever").required().of({"SimpleRetriever", "AsyncRetriever", "CustomRetriever"}),
                   component_field("schema_filter").of({"RecordFilter", "CustomRecordFilter"}),
                   components_field("schema_transformations")
                       .of({"AddFields",
                            "RemoveFields",
                            "KeysToLower",
                            "KeysToSnakeCase",
                            "FlattenFields",
                            "DpathFlattenFields",
                            "KeysReplace",
                            "CustomTransformation"}),
                   component_field("schema_type_identifier").required().of({"SchemaTypeIdentifier"})},
        .example =
            "type: DynamicSchemaLoader\n"
            "retriever:\n  type: SimpleRetriever\n  requester:\n    type: HttpRequester\n"
            "    url_base: https://api.example.test\n    path: /fields\n"
            "  record_selector:\n    type: RecordSelector\n    extractor:\n      type: DpathExtractor\n"
            "      field_path: []\n"
            "schema_type_identifier:\n  type: SchemaTypeIdentifier\n  schema_pointer: [fields]\n"
            "  key_pointer: [name]\n",
        .make = make_loader,
    };
}

}  // namespace levada::airbyte
