#include "api_budget.h"
#include "http_client.h"
#include "python_url.h"

#include <algorithm>
#include <chrono>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/requester.h"

namespace levada::airbyte {
namespace {

/// The templates of a requester.
struct RequesterTemplates {
    InterpolatedString url;
    InterpolatedString url_base;
    InterpolatedString path;
    InterpolatedInput params;
    InterpolatedInput headers;
    InterpolatedInput body_data;
    InterpolatedNested body_json;
    /// The parameter that takes the chunk of properties (QueryProperties), or "".
    std::string properties_key;
};

Error refused(std::string message) {
    return Error(ErrorCode::invalid_data, std::move(message));
}

/// A mapping as it is; anything that is neither mapping nor text counts as empty.
Json mapping_or_text(Json value) {
    return value.is_object() || value.is_string() ? std::move(value) : Json::object();
}

/// Joins as HttpRequester._join_url does.
std::string joined(std::string base, const std::string& path) {
    if (path.empty()) {
        return base;
    }
    if (!base.ends_with('/')) {
        base += '/';
    }
    return url_join(base, path);
}

/// The properties of the slice's chunk, joined. Source: InterpolatedRequestOptionsProvider.get_request_params.
Result<std::string> properties_of(const StreamSlice* slice) {
    const Json* chunk = slice == nullptr ? nullptr : slice->extra_fields().find("query_properties");
    if (chunk == nullptr || !chunk->is_array()) {
        return refused("QueryProperties component is defined but stream_partition does not contain query_properties");
    }
    std::string text;
    for (const Json& property : chunk->as_array()) {
        text += text.empty() ? "" : ",";
        text += python_str(property);
    }
    return text;
}

/// Sends requests over HTTP. Source: requesters/http_requester.py.
class HttpRequester final : public Requester {
public:
    HttpRequester(RequesterTemplates templates, std::string method, HttpClientOptions options, SourceContext& source)
        : templates_(std::move(templates)),
          method_(std::move(method)),
          authenticator_(options.authenticator),
          client_(std::move(options), source) {}

    Result<SendOutcome> send(const SendRequest& request) override {
        const Scope scope = scope_of(request);
        RequestInput input;
        input.method = method_;
        LEVADA_TRY(input.url, full_url(scope, request.path));
        LEVADA_TRY(input.parts, parts_for(request, scope));
        LEVADA_TRY(HttpRequest prepared, prepare_request(input));
        return client_.send(std::move(prepared));
    }

    Result<std::string> url(const RequestScope& scope) const override {
        Scope names;
        names.slice(scope.slice).next_page_token(scope.next_page_token);
        return full_url(names, "");
    }

private:
    /// Extra fields of the slice are names of their own. Source: mapping_helpers.get_interpolation_context.
    static Scope scope_of(const SendRequest& request) {
        Scope scope;
        scope.slice(request.scope.slice).next_page_token(request.scope.next_page_token);
        std::size_t room = Scope::kBindingsMax - static_cast<std::size_t>(scope.end() - scope.begin());
        for (const auto& [name, value] : request.variables) {
            if (room > 0 && scope.find(name) == nullptr) {
                scope.json(name, *value);
                --room;
            }
        }
        if (request.scope.slice == nullptr || !request.scope.slice->extra_fields().is_object()) {
            return scope;
        }
        for (const Json::Member& member : request.scope.slice->extra_fields().as_object()) {
            if (room > 0 && scope.find(member.key) == nullptr) {
                scope.json(member.key, member.value);
                --room;
            }
        }
        return scope;
    }

    Result<std::string> full_url(const Scope& scope, const std::string& token_path) const {
        LEVADA_TRY(std::string url, templates_.url.text(scope));
        LEVADA_TRY(std::string base, templates_.url_base.text(scope));
        std::string path = token_path;
        if (path.empty()) {
            LEVADA_TRY(path, templates_.path.text(scope));
            path.erase(0, path.find_first_not_of('/'));
        }
        return joined(base.empty() ? std::move(url) : std::move(base), path);
    }

    Result<RequestParts> own_parts(const Scope& scope, const StreamSlice* slice) const {
        RequestParts parts;
        LEVADA_TRY(Json params, templates_.params.eval(scope, ValueTypes::text_or_list));
        parts.params = params.is_object() ? std::move(params) : Json::object();
        if (!templates_.properties_key.empty()) {
            LEVADA_TRY(std::string properties, properties_of(slice));
            parts.params.set(templates_.properties_key, Json(std::move(properties)));
        }
        LEVADA_TRY(Json headers, templates_.headers.eval(scope, ValueTypes::any));
        parts.headers = mapping_or_text(std::move(headers));
        LEVADA_TRY(Json data, templates_.body_data.eval(scope, ValueTypes::text_or_list));
        parts.body_data = python_truth(data) ? mapping_or_text(std::move(data)) : Json::object();
        LEVADA_TRY(Json json, templates_.body_json.eval(scope));
        parts.body_json = mapping_or_text(std::move(json));
        return parts;
    }

    Result<RequestParts> parts_for(const SendRequest& request, const Scope& scope) {
        RequestParts sources[3];
        LEVADA_TRY(sources[0], own_parts(scope, request.scope.slice));
        if (authenticator_ != nullptr) {
            LEVADA_TRY(sources[1], authenticator_->options());
        }
        sources[2] = request.extra;
        LEVADA_TRY(RequestParts parts, combine(sources));
        LEVADA_CHECK(check(parts));
        return parts;
    }

    static Result<void> check(const RequestParts& parts) {
        if (parts.headers.is_string()) {
            return refused("Request headers cannot be a string");
        }
        if (parts.body_json.is_string()) {
            return refused("Request body json cannot be a string");
        }
        for (const Json::Member& member : parts.params.as_object()) {
            if (member.value.is_object()) {
                return refused("Invalid value for `" + member.key +
                               "` parameter. The values of request params cannot be an object.");
            }
        }
        return ok();
    }

    RequesterTemplates templates_;
    std::string method_;
    std::shared_ptr<Authenticator> authenticator_;
    HttpClient client_;
};

/// The inputs of the two kinds of bodies, which `request_body` may stand for.
struct BodyInputs {
    const Json* data = nullptr;
    const Json* json = nullptr;
};

/// Source: InterpolatedRequestOptionsProvider._resolve_request_body.
Result<BodyInputs> body_inputs(const FieldValues& fields) {
    BodyInputs inputs{fields.json("request_body_data"), fields.json("request_body_json")};
    if (const Json* body = fields.json("request_body")) {
        const std::string_view type = type_of(*body);
        const bool is_json = type == "RequestBodyJsonObject" || type == "RequestBodyGraphQL";
        (is_json ? inputs.json : inputs.data) = body->find("value");
    }
    if (inputs.data != nullptr && inputs.json != nullptr && python_truth(*inputs.data) && python_truth(*inputs.json)) {
        return fields.error("request_body_json",
                            "RequestOptionsProvider should only contain either 'request_body_data' or "
                            "'request_body_json' not both");
    }
    return inputs;
}

/// The request parameters without a QueryProperties component, whose name goes to `key`.
Json plain_params(const Json& given, std::string& key) {
    if (!given.is_object()) {
        return given;
    }
    Json plain = Json::object();
    for (const Json::Member& member : given.as_object()) {
        if (type_of(member.value) == "QueryProperties") {
            key = member.key;
        } else {
            plain.set(member.key, member.value);
        }
    }
    return plain;
}

Result<RequesterTemplates> make_templates(const FieldValues& fields) {
    RequesterTemplates made;
    const Json& parameters = fields.parameters();
    BuildContext& context = fields.context();
    LEVADA_TRY(made.url, fields.interpolated("url"));
    LEVADA_TRY(made.url_base, fields.interpolated("url_base"));
    LEVADA_TRY(made.path, fields.interpolated("path"));
    const Json* params = fields.json("request_parameters");
    const Json plain = params == nullptr ? Json() : plain_params(*params, made.properties_key);
    LEVADA_TRY(made.params, InterpolatedInput::make(params == nullptr ? nullptr : &plain, parameters, context));
    LEVADA_TRY(made.headers, InterpolatedInput::make(fields.json("request_headers"), parameters, context));
    LEVADA_TRY(const BodyInputs bodies, body_inputs(fields));
    LEVADA_TRY(made.body_data, InterpolatedInput::make(bodies.data, parameters, context));
    LEVADA_TRY(made.body_json, InterpolatedNested::make(bodies.json, parameters, context));
    return made;
}

std::optional<std::chrono::milliseconds> milliseconds_at(const FieldValues& fields, std::string_view name) {
    constexpr double kSecondsMax = 86'400;
    const std::optional<double> seconds = fields.number(name);
    if (!seconds) {
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(std::min(*seconds, kSecondsMax)));
}

Result<std::shared_ptr<Requester>> make_http_requester(const FieldValues& fields) {
    BuildContext& context = fields.context();
    HttpClientOptions options;
    options.name = context.stream;
    options.is_login = context.is_login;
    BuildContext own = context;
    own.requester_node = &fields.node();
    own.is_login = false;
    LEVADA_TRY(options.authenticator, FieldValues(fields.node(), own).component<Authenticator>("authenticator"));
    LEVADA_TRY(options.error_handler, fields.component<ErrorHandler>("error_handler"));
    if (options.error_handler == nullptr) {
        options.error_handler = plain_error_handler();
    }
    options.cache = fields.boolean("use_cache") || context.forces_cache ? CacheUse::shared : CacheUse::none;
    options.patience = {.connect_time_max = milliseconds_at(fields, "connect_timeout_in_seconds"),
                        .read_time_max = milliseconds_at(fields, "read_timeout_in_seconds"),
                        .is_probing = fields.boolean("use_tcp_keepalive")};
    LEVADA_CHECK(context.source().shared<ApiBudget>().load(context));
    LEVADA_TRY(RequesterTemplates templates, make_templates(fields));
    return std::make_shared<HttpRequester>(
        std::move(templates), fields.text("http_method", "GET"), std::move(options), context.source());
}

std::vector<Field> requester_fields() {
    return {
        text_field("url_base").doc("First part of the URL."),
        text_field("url").doc("The URL; with url_base absent, path is joined to it."),
        text_field("path").doc("Last part of the URL."),
        text_field("http_method").one_of({"GET", "POST"}).doc("Method of the request."),
        component_field("authenticator")
            .of({"ApiKeyAuthenticator",
                 "BasicHttpAuthenticator",
                 "BearerAuthenticator",
                 "OAuthAuthenticator",
                 "JwtAuthenticator",
                 "SessionTokenAuthenticator",
                 "SelectiveAuthenticator",
                 "CustomAuthenticator",
                 "NoAuth",
                 "LegacySessionTokenAuthenticator",
                 "RateLimitedMultipleTokenAuthenticator"})
            .doc("Puts credentials on the requests."),
        component_field("fetch_properties_from_endpoint")
            .of({"PropertiesFromEndpoint"})
            .doc("Where properties come from."),
        component_field("query_properties").of({"QueryProperties"}).doc("Properties to ask for, in chunks."),
        Field("request_parameters", JsonTypes::mapping | JsonTypes::text)
            .items(JsonTypes::text | JsonTypes::mapping)
            .doc("Parameters of the URL."),
        Field("request_headers", JsonTypes::mapping | JsonTypes::text).items(JsonTypes::text).doc("Headers."),
        Field("request_body_data", JsonTypes::mapping | JsonTypes::text)
            .items(JsonTypes::text)
            .doc("Form or text body."),
        Field("request_body_json", JsonTypes::mapping | JsonTypes::text).doc("JSON body."),
        component_field("request_body")
            .of({"RequestBodyPlainText", "RequestBodyUrlEncodedForm", "RequestBodyJsonObject", "RequestBodyGraphQL"})
            .doc("Body of the request, in the newer form."),
        component_field("error_handler")
            .of({"DefaultErrorHandler", "CompositeErrorHandler", "CustomErrorHandler"})
            .doc("Decides what happens to responses."),
        boolean_field("use_cache").doc("Whether equal GET requests are sent once per sync."),
        number_field("connect_timeout_in_seconds").unit("seconds").doc("Timeout of connecting."),
        number_field("read_timeout_in_seconds").unit("seconds").doc("Timeout of reading."),
        boolean_field("use_tcp_keepalive").doc("Whether connections send keep-alive probes."),
    };
}

}  // namespace

ComponentSpec<Requester> spec_http_requester() {
    return {
        .type = "HttpRequester",
        .summary = "Sends requests over HTTP.",
        .fields = requester_fields(),
        .example = "type: HttpRequester\nurl_base: https://api.example.test/v1\npath: items\nhttp_method: GET\n",
        .make = make_http_requester,
    };
}

}  // namespace levada::airbyte
