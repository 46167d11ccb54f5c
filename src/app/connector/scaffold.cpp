#include "connector/scaffold.h"

#include "levada/base/text.h"

namespace levada::app {

namespace {

std::string yaml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        out += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    }
    return out + "\"";
}

std::string authenticator(const std::string& kind) {
    if (kind == "bearer") {
        return "      authenticator:\n"
               "        type: BearerAuthenticator\n"
               "        api_token: \"{{ config['api_key'] }}\"\n";
    }
    if (kind == "api_key") {
        return "      authenticator:\n"
               "        type: ApiKeyAuthenticator\n"
               "        api_token: \"{{ config['api_key'] }}\"\n"
               "        inject_into: {type: RequestOption, inject_into: header, field_name: X-Api-Key}\n";
    }
    if (kind == "basic") {
        return "      authenticator:\n"
               "        type: BasicHttpAuthenticator\n"
               "        username: \"{{ config['username'] }}\"\n"
               "        password: \"{{ config['password'] }}\"\n";
    }
    if (kind == "oauth") {
        return "      authenticator:\n"
               "        type: OAuthAuthenticator\n"
               "        token_refresh_endpoint: \"{{ config['token_url'] }}\"\n"
               "        client_id: \"{{ config['client_id'] }}\"\n"
               "        client_secret: \"{{ config['client_secret'] }}\"\n"
               "        refresh_token: \"{{ config['refresh_token'] }}\"\n";
    }
    return "";
}

struct Property {
    const char* name;
    bool is_secret;
};

std::vector<Property> properties_of(const std::string& auth) {
    if (auth == "bearer" || auth == "api_key") {
        return {{"api_key", true}};
    }
    if (auth == "basic") {
        return {{"username", false}, {"password", true}};
    }
    if (auth == "oauth") {
        return {{"token_url", false}, {"client_id", false}, {"client_secret", true}, {"refresh_token", true}};
    }
    return {};
}

std::string paginator(const std::string& kind) {
    if (kind == "none") {
        return "";
    }
    std::string text = "      paginator:\n        type: DefaultPaginator\n        pagination_strategy:\n";
    if (kind == "page") {
        text +=
            "          type: PageIncrement\n          start_from_page: 1\n          page_size: 100\n"
            "        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}\n";
    } else if (kind == "offset") {
        text +=
            "          type: OffsetIncrement\n          page_size: 100\n"
            "        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: offset}\n";
    } else {
        text +=
            "          type: CursorPagination\n          page_size: 100\n"
            "          cursor_value: \"{{ response.get('next_cursor') }}\"\n"
            "          stop_condition: \"{{ not response.get('next_cursor') }}\"\n"
            "        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: cursor}\n";
    }
    return text +
           "        page_size_option: {type: RequestOption, inject_into: request_parameter, field_name: limit}\n";
}

std::string incremental(const std::string& cursor_field) {
    if (cursor_field.empty()) {
        return "";
    }
    return "    incremental_sync:\n"
           "      type: DatetimeBasedCursor\n"
           "      cursor_field: " +
           yaml_quoted(cursor_field) +
           "\n"
           "      cursor_datetime_formats: [\"%Y-%m-%dT%H:%M:%SZ\", \"%Y-%m-%dT%H:%M:%S.%f%z\", \"%Y-%m-%d\"]\n"
           "      datetime_format: \"%Y-%m-%dT%H:%M:%SZ\"\n"
           "      start_datetime: \"{{ config.get('start_date', '2020-01-01T00:00:00Z') }}\"\n"
           "      start_time_option: {type: RequestOption, inject_into: request_parameter, field_name: "
           "updated_since}\n";
}

std::string spec_of(const Scaffold& scaffold) {
    std::string required;
    std::string properties = "      base_url: {type: string, default: " + yaml_quoted(scaffold.url) + "}\n";
    for (const Property& property : properties_of(scaffold.auth)) {
        required += (required.empty() ? "" : ", ") + std::string(property.name);
        properties += "      " + std::string(property.name) + ": {type: string" +
                      (property.is_secret ? ", airbyte_secret: true" : "") + "}\n";
    }
    if (!scaffold.cursor_field.empty()) {
        properties += "      start_date: {type: string, format: date-time}\n";
    }
    return "spec:\n  type: Spec\n  connection_specification:\n    type: object\n    required: [" + required +
           "]\n    additionalProperties: true\n    properties:\n" + properties;
}

std::string field_path(const std::string& records) {
    std::string path;
    for (const std::string_view part : split(records, '.')) {
        if (!part.empty()) {
            path += (path.empty() ? "" : ", ") + yaml_quoted(part);
        }
    }
    return "[" + path + "]";
}

std::string schema_of(const Scaffold& scaffold) {
    std::string properties;
    if (!scaffold.primary_key.empty()) {
        properties += "          " + yaml_quoted(scaffold.primary_key) + ": {}\n";
    }
    if (!scaffold.cursor_field.empty()) {
        properties += "          " + yaml_quoted(scaffold.cursor_field) + ": {type: string}\n";
    }
    return "    schema_loader:\n      type: InlineSchemaLoader\n"
           "      # `levada connector test` shows the schema of what the API sends: put it here.\n"
           "      schema:\n        type: object\n        additionalProperties: true\n        properties:" +
           (properties.empty() ? std::string(" {}\n") : "\n" + properties);
}

}  // namespace

Result<std::string> scaffold_manifest(const Scaffold& scaffold) {
    if (!scaffold.url.starts_with("http://") && !scaffold.url.starts_with("https://")) {
        return Error(ErrorCode::invalid_config, "--url: wanted https://…, found \"" + scaffold.url + "\"");
    }
    const std::string key =
        scaffold.primary_key.empty() ? "" : "    primary_key: [" + yaml_quoted(scaffold.primary_key) + "]\n";
    return "# Airbyte's low-code language: https://docs.airbyte.com/connector-development/config-based/\n"
           "version: 6.0.0\ntype: DeclarativeSource\n"
           "check: {type: CheckStream, stream_names: [" +
           yaml_quoted(scaffold.name) +
           "]}\n"
           "streams:\n  - type: DeclarativeStream\n    name: " +
           yaml_quoted(scaffold.name) + "\n" + key +
           "    retriever:\n      type: SimpleRetriever\n      requester: {$ref: \"#/definitions/requester\", path: " +
           yaml_quoted(scaffold.path) +
           "}\n"
           "      record_selector:\n        type: RecordSelector\n        extractor: {type: DpathExtractor, "
           "field_path: " +
           field_path(scaffold.records) + "}\n" + paginator(scaffold.paginator) + incremental(scaffold.cursor_field) +
           schema_of(scaffold) +
           "definitions:\n  requester:\n      type: HttpRequester\n"
           "      url_base: \"{{ config.get('base_url', '" +
           scaffold.url + "') }}\"\n      http_method: GET\n" + authenticator(scaffold.auth) + spec_of(scaffold);
}

std::string scaffold_config(const Scaffold& scaffold) {
    std::string members;
    for (const Property& property : properties_of(scaffold.auth)) {
        members += (members.empty() ? "\"" : ", \"") + std::string(property.name) + "\": \"…\"";
    }
    return members.empty() ? "" : "{" + members + "}";
}

}  // namespace levada::app
