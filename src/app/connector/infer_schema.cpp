#include "connector/infer_schema.h"

#include <array>
#include <string>

namespace levada::app {

namespace {

// What is known of a value so far: {"types": {name: true}, "properties": {key: …}, "items": …}.

const char* type_name(const Json& value) {
    switch (value.kind()) {
        case Json::Kind::null:
            return "null";
        case Json::Kind::boolean:
            return "boolean";
        case Json::Kind::integer:
        case Json::Kind::big_integer:
            return "integer";
        case Json::Kind::number:
            return "number";
        case Json::Kind::string:
            return "string";
        case Json::Kind::array:
            return "array";
        case Json::Kind::object:
            return "object";
    }
    return "null";
}

void merge(Json& known, const Json& value) {
    known["types"].set(type_name(value), Json(true));
    if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            merge(known["items"], item);
        }
    }
    if (value.is_object()) {
        Json& properties = known["properties"];
        for (const Json::Member& member : value.as_object()) {
            merge(properties[member.key], member.value);
        }
    }
}

Json types_of(const Json& known) {
    // Always the same order; an integer beside a number is a number.
    constexpr std::array<const char*, 7> kOrder = {"null", "boolean", "integer", "number", "string", "array", "object"};
    Json types = Json::array();
    const Json* seen = known.find("types");
    for (const char* name : kOrder) {
        const bool is_covered = std::string_view(name) == "integer" && seen != nullptr && seen->contains("number");
        if (seen != nullptr && seen->contains(name) && !is_covered) {
            types.push_back(name);
        }
    }
    return types;
}

/// Whether a value is in every record: a field may be missing in the next one.
enum class Presence : std::uint8_t { certain, possible };

Json schema_of(const Json& known, Presence presence) {
    Json types = types_of(known);
    if (presence == Presence::possible && !known.find("types")->contains("null")) {
        types.as_array().insert(types.as_array().begin(), Json("null"));
    }
    Json schema = Json::object();
    schema.set("type", types.size() == 1 ? types.as_array()[0] : types);
    if (const Json* items = known.find("items")) {
        schema.set("items", schema_of(*items, Presence::certain));
    }
    if (const Json* properties = known.find("properties"); properties != nullptr && properties->is_object()) {
        Json described = Json::object();
        for (const Json::Member& member : properties->as_object()) {
            described.set(member.key, schema_of(member.value, Presence::possible));
        }
        schema.set("properties", std::move(described));
    }
    return schema;
}

}  // namespace

void SchemaInference::add(const Json& record) {
    if (record.is_object()) {
        merge(merged_, record);
    }
}

Json SchemaInference::schema() const {
    Json schema = Json::object({{"$schema", "http://json-schema.org/draft-07/schema#"}, {"type", "object"}});
    if (!merged_.contains("properties")) {
        schema.set("properties", Json::object());
        return schema;
    }
    const Json made = schema_of(merged_, Presence::certain);
    schema.set("properties", *made.find("properties"));
    schema.set("additionalProperties", Json(true));
    return schema;
}

}  // namespace levada::app
