#include "default_error_mapping.h"
#include "response_action.h"
#include "response_json.h"
#include "template_literals.h"

#include <algorithm>
#include <set>

#include "levada/airbyte/components/error_handler.h"
#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada::airbyte {
namespace {

/// What the component was configured with.
struct FilterFields {
    std::optional<ResponseAction> action;
    std::optional<FailureType> failure_type;
    std::set<std::int64_t> http_codes;
    std::string error_message_contains;
    std::optional<InterpolatedBoolean> predicate;
    std::optional<InterpolatedString> error_message;
    /// Texts quoted in the templates: names by which they may ask for headers.
    std::vector<std::string> literals;
};

/// Where the response came from, without what may hold credentials. Source: HttpResponseFilter._request_url.
std::string request_url_of(const Response& response) {
    Result<Url> url = parse_url(response.http().url);
    if (!url) {
        return "";
    }
    url->user_info.clear();
    url->query.clear();
    url->fragment.clear();
    return url->to_string();
}

/// Matches by status, predicate or error text. Source: error_handlers/http_response_filter.py.
class HttpResponseFilter final : public ResponseFilter {
public:
    explicit HttpResponseFilter(FilterFields fields) : fields_(std::move(fields)) {}

    Result<std::optional<ErrorResolution>> match(const Attempt& attempt) const override {
        if (attempt.response == nullptr || !fields_.action) {
            return std::optional<ErrorResolution>();
        }
        LEVADA_TRY(const bool is_match, matches(*attempt.response));
        if (!is_match) {
            return std::optional<ErrorResolution>();
        }
        const std::optional<ErrorResolution> usual = default_resolution(attempt.response->http().status);
        ErrorResolution resolution{.action = *fields_.action, .failure_type = FailureType::system_error, .message = ""};
        if (fields_.failure_type && resolution.action == ResponseAction::fail) {
            resolution.failure_type = fields_.failure_type;
        } else if (usual) {
            resolution.failure_type = usual->failure_type;
        }
        LEVADA_TRY(resolution.message, message(*attempt.response));
        if (resolution.message.empty() && usual) {
            resolution.message = usual->message;
        }
        return std::optional(std::move(resolution));
    }

private:
    /// What a template of this filter sees; holds what the scope borrows.
    struct View {
        View(Response& response, const std::vector<std::string>& literals)
            : headers(response.headers(Response::Links::absent)), url(request_url_of(response)) {
            // The CDK's headers are looked up without regard to case: each name that the templates spell is there.
            for (const std::string& literal : literals) {
                const std::optional<std::string_view> value = response.http().headers.find(literal);
                if (value && !headers.contains(literal)) {
                    headers.set(literal, Json(std::string(*value)));
                }
            }
            scope.raw("response", json_or_empty(response)).json("headers", headers).json("request_url", url);
        }
        Json headers;
        Json url;
        Scope scope;
    };

    Result<bool> matches(Response& response) const {
        if (fields_.http_codes.contains(response.http().status)) {
            return true;
        }
        if (fields_.predicate) {
            response.note_body_read();
            View view(response, fields_.literals);
            // The CDK evaluates predicates without the config.
            view.scope.null("config");
            LEVADA_TRY(const bool is_true, fields_.predicate->eval(view.scope));
            if (is_true) {
                return true;
            }
        }
        if (fields_.error_message_contains.empty()) {
            return false;
        }
        response.note_body_read();
        const std::optional<std::string> text = error_message_of(response);
        return text && text->find(fields_.error_message_contains) != std::string::npos;
    }

    Result<std::string> message(Response& response) const {
        response.note_body_read();
        if (!fields_.error_message) {
            return std::string();
        }
        const View view(response, fields_.literals);
        LEVADA_TRY(const Json value, fields_.error_message->eval(view.scope));
        return python_truth(value) ? python_str(value) : std::string();
    }

    FilterFields fields_;
};

Result<std::shared_ptr<ResponseFilter>> make_filter(const FieldValues& fields) {
    FilterFields read;
    if (const std::string action = fields.text("action"); !action.empty()) {
        read.action = response_action_named(action);
    }
    if (const std::string type = fields.text("failure_type"); !type.empty()) {
        read.failure_type = failure_type_named(type);
    }
    if (const Json* codes = fields.json("http_codes")) {
        for (const Json* code : items_of(*codes)) {
            if (code->is_integer()) {
                read.http_codes.insert(code->as_integer());
            }
        }
    }
    read.error_message_contains = fields.text("error_message_contains");
    if (!fields.text("predicate").empty()) {
        LEVADA_TRY(read.predicate, fields.condition("predicate"));
        collect_literals(fields.text("predicate"), read.literals);
    }
    if (!fields.text("error_message").empty()) {
        LEVADA_TRY(read.error_message, fields.interpolated("error_message"));
        collect_literals(fields.text("error_message"), read.literals);
    }
    return std::make_shared<HttpResponseFilter>(std::move(read));
}

}  // namespace

ComponentSpec<ResponseFilter> spec_http_response_filter() {
    return {
        .type = "HttpResponseFilter",
        .summary = "Chooses what happens to a response by its status, a predicate or its error text.",
        .fields = {text_field("action")
                       .one_of({"SUCCESS",
                                "FAIL",
                                "RETRY",
                                "IGNORE",
                                "RESET_PAGINATION",
                                "RATE_LIMITED",
                                "REFRESH_TOKEN_THEN_RETRY",
                                "REDUCE_PAGE_SIZE",
                                "SPLIT_REQUEST_WINDOW"})
                       .doc("What happens when the filter matches."),
                   text_field("failure_type")
                       .one_of({"system_error", "config_error", "transient_error"})
                       .doc("Who has to act on it, for the action FAIL."),
                   text_field("error_message").doc("Shown when the filter matches."),
                   text_field("error_message_contains").doc("Matches when the error text contains this."),
                   list_field("http_codes").items(JsonTypes::integer).doc("Matches these statuses."),
                   text_field("predicate").doc("Matches when this is true.")},
        .example = "type: HttpResponseFilter\naction: IGNORE\nhttp_codes: [404]\n",
        .make = make_filter,
    };
}

}  // namespace levada::airbyte
