#include "avro_schema.h"

#include "names.h"
#include "sql_type.h"

namespace levada::lake {
namespace {

using Kind = SqlType::Kind;

constexpr int kDecimalSizeBytes = 16;

Json nullable(Json type) {
    return Json::array({Json("null"), std::move(type)});
}

Json logical(std::string_view type, std::string_view logical_type) {
    return Json::object({{"type", Json(type)}, {"logicalType", Json(logical_type)}});
}

Json avro_of(const SqlType& type, const std::string& name, const std::string& space);

Json record_of(const SqlType& type, const std::string& name, const std::string& space) {
    Json fields = Json::array();
    const std::string inner_space = space + "." + name;
    for (const SqlType::Field& field : type.children) {
        fields.push_back(Json::object({{"name", Json(field.name)},
                                       {"type", nullable(avro_of(field.type, field.name, inner_space))},
                                       {"default", Json()}}));
    }
    return Json::object(
        {{"type", Json("record")}, {"name", Json(name)}, {"namespace", Json(space)}, {"fields", std::move(fields)}});
}

Json decimal_of(const SqlType& type, const std::string& name, const std::string& space) {
    return Json::object({{"type", Json("fixed")},
                         {"name", Json("fixed")},
                         {"namespace", Json(space + "." + name)},
                         {"size", Json(kDecimalSizeBytes)},
                         {"logicalType", Json("decimal")},
                         {"precision", Json(type.precision)},
                         {"scale", Json(type.scale)}});
}

Json avro_of(const SqlType& type, const std::string& name, const std::string& space) {
    switch (type.kind) {
        case Kind::boolean:
            return Json("boolean");
        case Kind::integer:
            return Json("int");
        case Kind::bigint:
            return Json("long");
        case Kind::real:
            return Json("float");
        case Kind::real64:
            return Json("double");
        case Kind::text:
            return Json("string");
        case Kind::blob:
            return Json("bytes");
        case Kind::date:
            return logical("int", "date");
        case Kind::timestamp:
            return logical("long", "local-timestamp-micros");
        case Kind::timestamp_tz:
            return logical("long", "timestamp-micros");
        case Kind::decimal:
            return decimal_of(type, name, space);
        case Kind::list:
            return Json::object(
                {{"type", Json("array")}, {"items", nullable(avro_of(type.children[0].type, name, space))}});
        case Kind::map:
            return Json::object(
                {{"type", Json("map")}, {"values", nullable(avro_of(type.children[1].type, name, space))}});
        case Kind::record:
            break;
    }
    return record_of(type, name, space);
}

}  // namespace

Result<Json> avro_schema_of(const std::string& table_name, const std::vector<Column>& columns) {
    SqlType whole;
    whole.kind = Kind::record;
    for (const Column& column : columns) {
        Result<SqlType> type = parse_sql_type(column.type);
        if (!type.has_value()) {
            return type.error().with("column", column.name);
        }
        whole.children.push_back({column.name, stored_type(*type)});
    }
    return record_of(whole, table_name + "_record", "hoodie." + table_name);
}

Json with_meta_columns(const Json& schema) {
    Json fields = Json::array();
    for (const std::string_view name : kMetaColumns) {
        fields.push_back(Json::object(
            {{"name", Json(name)}, {"type", nullable(Json("string"))}, {"doc", Json("")}, {"default", Json()}}));
    }
    const Json* own = schema.find("fields");
    for (std::size_t i = 0; own != nullptr && i < own->size(); ++i) {
        fields.push_back(own->as_array()[i]);
    }
    Json out = schema;
    out.set("fields", std::move(fields));
    return out;
}

std::vector<std::string> field_names_of(const Json& schema) {
    std::vector<std::string> out;
    const Json* fields = schema.find("fields");
    for (std::size_t i = 0; fields != nullptr && fields->is_array() && i < fields->size(); ++i) {
        out.emplace_back(fields->as_array()[i].string_or("name", ""));
    }
    return out;
}

}  // namespace levada::lake
