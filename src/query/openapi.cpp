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

/// What is always there, whatever the lake holds.
struct FixedOperation {
    std::string_view path;  ///< its parameters in braces
    std::string_view method;
    std::string_view id;
    std::string_view summary;
    std::string_view type = "application/json";
    std::string_view query = "";  ///< names of its parameters, with commas
    std::string_view status = "200";
};
constexpr FixedOperation kFixedOperations[] = {
    {"/healthz", "get", "healthz", "Whether the program is alive"},
    {"/readyz", "get", "readyz", "Whether each component works"},
    {"/metrics", "get", "metrics", "Metrics in Prometheus' text format", "text/plain"},
    {"/v1/pipelines", "get", "pipelines", "Pipelines with their schedules"},
    {"/v1/pipelines/{name}/runs", "post", "run_pipeline", "Begins a run", "application/json", "", "202"},
    {"/v1/runs", "get", "runs", "Runs, the newest first", "application/json", "pipeline,status,before,limit"},
    {"/v1/runs/{id}", "get", "run", "One run with its streams"},
    {"/v1/runs/{id}/events", "get", "run_events", "What happened in a run, the oldest first"},
    {"/v1/runs/{id}/cancel", "post", "cancel_run", "Asks a run to end", "application/json", "", "202"},
    {"/v1/dlq",
     "get",
     "dead_letters",
     "Records and pages that could not be processed, or with group=cause their causes",
     "application/json",
     "pipeline,stream,code,cause,run,status,group,limit"},
    {"/v1/dlq/{id}", "get", "dead_letter", "One dead letter with its text"},
    {"/v1/tables", "get", "tables", "Tables with their columns"},
};

Json parameters_of(const FixedOperation& operation) {
    Json parameters = Json::array();
    const std::size_t open = operation.path.find('{');
    if (open != std::string_view::npos) {
        const std::size_t close = operation.path.find('}');
        Json made = parameter(operation.path.substr(open + 1, close - open - 1), "path", "Which one", text_schema());
        made.set("required", true);
        parameters.push_back(std::move(made));
    }
    for (const std::string_view name : split(operation.query, ',')) {
        if (!name.empty()) {
            const bool is_limit = name == "limit";
            Json schema = is_limit ? Json::object({{"type", "integer"}, {"minimum", 1}}) : text_schema();
            parameters.push_back(
                parameter(name, "query", is_limit ? "Most of them" : "Only those of it", std::move(schema)));
        }
    }
    return parameters;
}

Json fixed_path(const FixedOperation& operation) {
    const Json schema = operation.type == "application/json" ? Json::object() : text_schema();
    Json described = Json::object(
        {{"summary", operation.summary},
         {"operationId", operation.id},
         {"tags", Json::array({"control"})},
         {"responses",
          Json::object({{std::string(operation.status), response(operation.summary, content(operation.type, schema))},
                        {"default", error_reference()}})}});
    if (Json parameters = parameters_of(operation); parameters.size() > 0) {
        described.set("parameters", std::move(parameters));
    }
    return Json::object({{std::string(operation.method), std::move(described)}});
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
    Json paths = Json::object();
    for (const FixedOperation& operation : kFixedOperations) {
        paths.set(std::string(operation.path), fixed_path(operation));
    }
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
