#include "levada/query/openapi.h"

#include "sql_types.h"

#include <utility>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::query {

namespace {

Json reference(std::string_view where, std::string_view name) {
    return Json::object({{"$ref", "#/components/" + std::string(where) + "/" + std::string(name)}});
}

Json text_schema(std::string_view format = "") {
    Json schema = Json::object({{"type", "string"}});
    if (!format.empty()) {
        schema.set("format", format);
    }
    return schema;
}

/// The JSON schema of a column's values. Every column may be null.
Json schema_of(const SqlColumn& column) {
    Json schema;
    switch (family_of(column.type)) {
        case TypeFamily::boolean:
            schema = Json::object({{"type", "boolean"}});
            break;
        case TypeFamily::integer:
            schema = Json::object({{"type", "integer"}});
            if (column.type == "BIGINT") {
                schema.set("format", "int64");
            }
            break;
        case TypeFamily::decimal:
        case TypeFamily::floating:
            schema = Json::object({{"type", "number"}});
            break;
        case TypeFamily::date:
            schema = text_schema("date");
            break;
        case TypeFamily::timestamp:
            schema = text_schema("date-time");
            break;
        case TypeFamily::list:
            schema = Json::object({{"type", "array"}, {"items", Json::object()}});
            break;
        case TypeFamily::json:
            return Json::object({{"description", column.type}});
        case TypeFamily::nested:
            schema = Json::object({{"type", "object"}});
            break;
        default:
            schema = text_schema();
            break;
    }
    schema.set("nullable", true);
    schema.set("description", column.type);
    return schema;
}

std::string schema_name(const Table& table) {
    // Source: OpenAPI 3.0.3, Components Object: keys match ^[a-zA-Z0-9\.\-_]+$.
    std::string name;
    for (const char c : table.schema + "." + table.name) {
        const bool is_kept = is_ascii_alphanumeric(c) || c == '.' || c == '-' || c == '_';
        name += is_kept ? std::string(1, c) : percent_encode(std::string_view(&c, 1));
    }
    return replace_all(name, "%", "_");
}

Json parameter(std::string_view name, std::string_view place, std::string_view about, Json schema) {
    return Json::object(
        {{"name", name}, {"in", place}, {"description", about}, {"required", false}, {"schema", std::move(schema)}});
}

Json common_parameters() {
    const Json count = Json::object({{"type", "integer"}, {"minimum", 0}});
    Json prefer = text_schema();
    prefer.set("enum", Json::array({"count=exact"}));
    return Json::object({
        {"select", parameter("select", "query", "Columns: a,alias:b,c::text,data->>key", text_schema())},
        {"order", parameter("order", "query", "a.desc.nullslast,b", text_schema())},
        {"limit", parameter("limit", "query", "Most rows to give", count)},
        {"offset", parameter("offset", "query", "Rows to leave out first", count)},
        {"and", parameter("and", "query", "(a.gte.1,b.lt.2)", text_schema())},
        {"or", parameter("or", "query", "(a.gte.1,b.lt.2)", text_schema())},
        {"range", parameter("Range", "header", "0-9", text_schema())},
        {"prefer", parameter("Prefer", "header", "count=exact: the number of all rows in Content-Range", prefer)},
    });
}

Json content(std::string_view type, Json schema) {
    return Json::object({{std::string(type), Json::object({{"schema", std::move(schema)}})}});
}

Json response(std::string_view about, Json body) {
    return Json::object({{"description", about}, {"content", std::move(body)}});
}

Json rows_response(std::string_view about, const std::string& schema) {
    Json body = content("application/json", Json::object({{"type", "array"}, {"items", reference("schemas", schema)}}));
    body.set("application/vnd.pgrst.object+json", Json::object({{"schema", reference("schemas", schema)}}));
    body.set("text/csv", Json::object({{"schema", text_schema()}}));
    Json made = response(about, std::move(body));
    made.set("headers", Json::object({{"Content-Range", Json::object({{"schema", text_schema()}})}}));
    return made;
}

Json error_reference() {
    return reference("responses", "Error");
}

Json table_path(const Table& table) {
    const std::string schema = schema_name(table);
    Json parameters = Json::array();
    for (const std::string_view name : {"select", "order", "limit", "offset", "and", "or", "range", "prefer"}) {
        parameters.push_back(reference("parameters", name));
    }
    constexpr std::string_view kReserved[] = {"select", "order", "limit", "offset", "and", "or"};
    for (const SqlColumn& column : table.columns) {
        bool is_reserved = false;
        for (const std::string_view name : kReserved) {
            is_reserved = is_reserved || name == column.name;
        }
        if (!is_reserved) {
            parameters.push_back(
                parameter(column.name, "query", column.type + ": operator.value, as in eq.1", text_schema()));
        }
    }
    const Json get = Json::object({
        {"summary", "Rows of " + table.schema + "." + table.name},
        {"operationId", "rows_" + schema},
        {"tags", Json::array({table.schema})},
        {"parameters", std::move(parameters)},
        {"responses",
         Json::object({{"200", rows_response("Rows", schema)},
                       {"206", rows_response("A part of the rows", schema)},
                       {"default", error_reference()}})},
    });
    return Json::object({{"get", get}});
}

Json table_schema(const Table& table) {
    Json properties = Json::object();
    for (const SqlColumn& column : table.columns) {
        properties.set(column.name, schema_of(column));
    }
    return Json::object({{"type", "object"}, {"properties", std::move(properties)}});
}

Json fixed_path(std::string_view operation, std::string_view summary, std::string_view type) {
    const Json schema = type == "application/json" ? Json::object() : text_schema();
    return Json::object({{"get",
                          Json::object({{"summary", summary},
                                        {"operationId", operation},
                                        {"tags", Json::array({"control"})},
                                        {"responses",
                                         Json::object({{"200", response(summary, content(type, schema))},
                                                       {"default", error_reference()}})}})}});
}

Json error_response_object() {
    Json nullable = text_schema();
    nullable.set("nullable", true);
    const Json schema = Json::object(
        {{"type", "object"},
         {"required", Json::array({"code", "message"})},
         {"properties",
          Json::object(
              {{"code", text_schema()}, {"message", text_schema()}, {"details", nullable}, {"hint", nullable}})}});
    return response("The request was refused", content("application/json", schema));
}

}  // namespace

std::string path_of(const Table& table) {
    return "/v1/tables/" + percent_encode(table.schema + "." + table.name);
}

Json openapi_document(const std::vector<Table>& tables, const OpenApiInfo& info) {
    Json paths = Json::object({
        {"/healthz", fixed_path("healthz", "Whether the program is alive", "application/json")},
        {"/readyz", fixed_path("readyz", "Whether each component works", "application/json")},
        {"/metrics", fixed_path("metrics", "Metrics in Prometheus' text format", "text/plain")},
        {"/v1/pipelines", fixed_path("pipelines", "Pipelines with their schedules", "application/json")},
        {"/v1/runs", fixed_path("runs", "Runs, the newest first", "application/json")},
        {"/v1/tables", fixed_path("tables", "Tables with their columns", "application/json")},
    });
    Json schemas = Json::object();
    for (const Table& table : tables) {
        paths.set(path_of(table), table_path(table));
        schemas.set(schema_name(table), table_schema(table));
    }
    Json document = Json::object({
        {"openapi", "3.0.3"},
        {"info",
         Json::object({{"title", "Levada"},
                       {"description", "Rows of the lake's tables, in PostgREST's conventions."},
                       {"license", Json::object({{"name", "Apache-2.0"}})},
                       {"version", info.version}})},
        {"paths", std::move(paths)},
        {"components",
         Json::object(
             {{"schemas", std::move(schemas)},
              {"parameters", common_parameters()},
              {"responses", Json::object({{"Error", error_response_object()}})},
              {"securitySchemes", Json::object({{"key", Json::object({{"type", "http"}, {"scheme", "bearer"}})}})}})},
        {"security", Json::array({Json::object(), Json::object({{"key", Json::array()}})})},
    });
    if (!info.server_url.empty()) {
        document.set("servers", Json::array({Json::object({{"url", info.server_url}})}));
    }
    return document;
}

}  // namespace levada::query
