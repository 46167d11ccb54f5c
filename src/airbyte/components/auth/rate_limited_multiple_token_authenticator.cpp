#include "default_error_mapping.h"
#include "http_client.h"
#include "response_json.h"
#include "token_provider.h"
#include "token_quota.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "levada/airbyte/components/failure.h"
#include "levada/base/civil_time.h"
#include "levada/base/iso_duration.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// Source: RateLimitedMultipleTokenAuthenticator.MIN_EXHAUSTION_WAIT, MAX_BUDGET_DELAY.
constexpr double kExhaustionWaitMinSeconds = 5;
constexpr double kBudgetDelayMaxSeconds = 10;

/// What the component was configured with.
struct RotationFields {
    std::vector<std::string> tokens;
    std::vector<TokenQuota> quotas;
    std::string status_url;
    std::string status_method = "GET";
    Json status_headers = Json::object();
    std::vector<std::int64_t> unavailable_statuses;
    std::string auth_method = "Bearer";
    std::string header = "Authorization";
    double wait_max_seconds = 7200;
    double reserve_fraction = 0.1;
    std::int64_t reserve_min = 50;
};

/// The error handler of the quota request: some statuses say that there are no quotas.
class QuotaErrorHandler final : public ErrorHandler {
public:
    explicit QuotaErrorHandler(std::vector<std::int64_t> unavailable) : unavailable_(std::move(unavailable)) {}

    Result<ErrorResolution> interpret(const Attempt& attempt) const override {
        if (attempt.response != nullptr &&
            std::find(unavailable_.begin(), unavailable_.end(), attempt.response->http().status) !=
                unavailable_.end()) {
            return ErrorResolution{.action = ResponseAction::ignore, .failure_type = std::nullopt, .message = ""};
        }
        return plain_error_handler()->interpret(attempt);
    }
    Result<std::optional<std::int64_t>> retries_max() const override { return plain_error_handler()->retries_max(); }
    std::optional<std::int64_t> seconds_max() const override { return plain_error_handler()->seconds_max(); }
    const std::vector<std::shared_ptr<BackoffStrategy>>& backoff_strategies() const override {
        return plain_error_handler()->backoff_strategies();
    }

private:
    std::vector<std::int64_t> unavailable_;
};

/// Uses several equal tokens in turn and knows how many calls each has left. Thread-safe: all streams use one.
/// Source: auth/rate_limited_multiple_token.py.
class RateLimitedMultipleTokens final : public Authenticator {
public:
    /// Has a context of its own: no stream's thread uses it but with mutex_ locked.
    RateLimitedMultipleTokens(RotationFields fields, SourceContext& source)
        : fields_(std::move(fields)), source_(source, source.messages()) {
        LEVADA_ASSERT(!fields_.tokens.empty());
        LEVADA_ASSERT(!fields_.quotas.empty());
        HttpClientOptions options;
        options.name = "quota_status";
        options.error_handler = std::make_shared<QuotaErrorHandler>(fields_.unavailable_statuses);
        client_ = std::make_unique<HttpClient>(std::move(options), source_);
    }

    Result<RequestParts> options() override {
        const std::scoped_lock lock(mutex_);
        RequestParts parts;
        parts.headers.set(fields_.header, Json(header_value(fields_.tokens[active_])));
        return parts;
    }

    Result<void> sign(HttpRequest& request) override {
        std::unique_lock lock(mutex_);
        if (states_.empty()) {
            LEVADA_CHECK(seed());
        }
        LEVADA_TRY(const std::string token, acquire(quota_of(request), lock));
        request.headers.set(fields_.header, header_value(token));
        return ok();
    }

    void observe(const HttpRequest& request, const HttpResponse& response) override {
        const std::size_t quota = quota_of(request);
        const std::optional<std::size_t> token = token_of(request);
        const std::scoped_lock lock(mutex_);
        if (token && fields_.quotas[quota].is_response_aware() && !states_.empty()) {
            states_[*token][quota].update(fields_.quotas[quota], response);
        }
    }

    bool has_alternative(const HttpRequest& request) const override {
        const std::size_t quota = quota_of(request);
        const std::optional<std::size_t> sender = token_of(request);
        const std::scoped_lock lock(mutex_);
        if (states_.empty() || !sender) {
            return false;
        }
        const QuotaState& own = states_[*sender][quota];
        if (!own.is_tracked || own.remaining > 0) {
            return false;
        }
        for (std::size_t i = 0; i < states_.size(); ++i) {
            if (i != *sender && states_[i][quota].remaining > 0) {
                return true;
            }
        }
        return false;
    }

private:
    std::string header_value(const std::string& token) const {
        return fields_.auth_method.empty() ? token : fields_.auth_method + " " + token;
    }

    std::int64_t now_us() const {
        return std::chrono::duration_cast<std::chrono::microseconds>(source_.clock().now().time_since_epoch()).count();
    }

    /// The pool whose matchers fit; else the first one without matchers, else the first one.
    std::size_t quota_of(const HttpRequest& request) const {
        std::optional<std::size_t> otherwise;
        for (std::size_t i = 0; i < fields_.quotas.size(); ++i) {
            const auto& matchers = fields_.quotas[i].matchers;
            if (matchers.empty()) {
                otherwise = otherwise.value_or(i);
            } else if (std::any_of(matchers.begin(), matchers.end(), [&request](const RequestMatcher& matcher) {
                           return matcher.matches(request);
                       })) {
                return i;
            }
        }
        return otherwise.value_or(0);
    }

    std::optional<std::size_t> token_of(const HttpRequest& request) const {
        const std::optional<std::string_view> value = request.headers.find(fields_.header);
        for (std::size_t i = 0; value && i < fields_.tokens.size(); ++i) {
            if (*value == header_value(fields_.tokens[i])) {
                return i;
            }
        }
        return std::nullopt;
    }

    Result<void> seed() {
        std::vector<std::vector<QuotaState>> states;
        for (const std::string& token : fields_.tokens) {
            LEVADA_TRY(std::vector<QuotaState> of_token, fetch(token));
            states.push_back(std::move(of_token));
        }
        states_ = std::move(states);
        return ok();
    }

    Result<std::vector<QuotaState>> fetch(const std::string& token) {
        RequestInput input{.method = fields_.status_method, .url = fields_.status_url, .parts = {}};
        input.parts.headers = fields_.status_headers;
        input.parts.headers.set(fields_.header, Json(header_value(token)));
        LEVADA_TRY(HttpRequest request, prepare_request(input));
        LEVADA_TRY(SendOutcome outcome, client_->send(std::move(request)));
        std::vector<QuotaState> states;
        const bool is_unavailable =
            !outcome.response || std::find(fields_.unavailable_statuses.begin(),
                                           fields_.unavailable_statuses.end(),
                                           outcome.response->http().status) != fields_.unavailable_statuses.end();
        if (is_unavailable) {
            states.assign(fields_.quotas.size(),
                          {.remaining = 0, .reset_us = now_us(), .limit = 0, .is_tracked = false});
            return states;
        }
        LEVADA_TRY(const Json answer, parse_json(json_text_of(*outcome.response).value_or("")));
        for (const TokenQuota& quota : fields_.quotas) {
            LEVADA_TRY(const QuotaState state, QuotaState::read(answer, quota));
            states.push_back(state);
        }
        return states;
    }

    void rotate() { active_ = (active_ + 1) % fields_.tokens.size(); }

    /// The others need not wait for who waits.
    void sleep(double seconds, std::unique_lock<std::mutex>& lock) {
        lock.unlock();
        source_.clock().sleep_for(
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
        lock.lock();
    }

    bool is_exhausted(std::size_t quota) const {
        return std::all_of(states_.begin(), states_.end(), [quota](const std::vector<QuotaState>& of_token) {
            return of_token[quota].is_tracked && of_token[quota].remaining <= 0;
        });
    }

    /// Counts a call against a token that has one left, waiting for the reset when none has.
    Result<std::string> acquire(std::size_t quota, std::unique_lock<std::mutex>& lock) {
        double waited = 0;
        for (;;) {
            QuotaState& state = states_[active_][quota];
            if (!state.is_tracked) {
                const std::string token = fields_.tokens[active_];
                rotate();
                return token;
            }
            if (state.remaining > 0) {
                --state.remaining;
                const std::string token = fields_.tokens[active_];
                if (const double delay = budget_delay(quota); delay >= 0.1) {
                    sleep(delay, lock);
                }
                return token;
            }
            if (!is_exhausted(quota)) {
                rotate();
                continue;
            }
            LEVADA_TRY(const double seconds, exhaustion_wait(quota, fields_.wait_max_seconds - waited));
            sleep(seconds, lock);
            waited += seconds;
            // Another one that waited may have asked already, and its calls may be under way.
            if (is_exhausted(quota)) {
                LEVADA_CHECK(seed());
            }
        }
    }

    Result<double> exhaustion_wait(std::size_t quota, double left) const {
        double nearest = fields_.wait_max_seconds;
        for (const std::vector<QuotaState>& of_token : states_) {
            nearest = std::min(nearest, static_cast<double>(of_token[quota].reset_us - now_us()) / 1e6);
        }
        if (left <= 0 || nearest >= left) {
            return traced_error(FailureType::transient_error, "Rate limit is exceeded for all provided tokens.");
        }
        return std::min(std::max(nearest, kExhaustionWaitMinSeconds), left);
    }

    double reserve_of(const QuotaState& state) const {
        return std::max(static_cast<double>(fields_.reserve_min),
                        static_cast<double>(state.limit) * fields_.reserve_fraction);
    }

    /// Spreads the last calls of all tokens over the time until they are reset.
    double budget_delay(std::size_t quota) const {
        std::int64_t remaining = 0;
        for (const std::vector<QuotaState>& of_token : states_) {
            const QuotaState& state = of_token[quota];
            if (!state.is_tracked || static_cast<double>(state.remaining) > reserve_of(state)) {
                return 0;
            }
            remaining += std::max<std::int64_t>(state.remaining, 0);
        }
        const double until_reset = static_cast<double>(states_[active_][quota].reset_us - now_us()) / 1e6;
        if (remaining <= 0 || until_reset <= 0) {
            return 0;
        }
        return std::min(until_reset / static_cast<double>(remaining), kBudgetDelayMaxSeconds);
    }

    RotationFields fields_;
    mutable std::mutex mutex_;  // for all below
    SourceContext source_;
    std::unique_ptr<HttpClient> client_;
    std::vector<std::vector<QuotaState>> states_;
    std::size_t active_ = 0;
};

/// Equal components share one set of counters; they are built by one thread. Source:
/// create_rate_limited_multiple_token_authenticator.
struct SharedRotations {
    std::map<std::string, std::shared_ptr<Authenticator>> by_definition;
};

Result<std::string> evaluated(const Json& template_text, BuildContext& context) {
    LEVADA_TRY(const InterpolatedString text,
               InterpolatedString::make(python_str(template_text), Json::object(), context));
    return text.text(Scope());
}

Result<std::vector<std::string>> tokens_of(const FieldValues& fields) {
    std::vector<std::string> tokens;
    const Json& given = *fields.json("tokens");
    if (given.is_string()) {
        LEVADA_TRY(const std::string all, evaluated(given, fields.context()));
        std::string delimiter = fields.text("token_delimiter", ",");
        delimiter = delimiter.empty() ? "," : delimiter;
        for (std::size_t begin = 0; begin <= all.size();) {
            const std::size_t end = std::min(all.find(delimiter, begin), all.size());
            tokens.emplace_back(trim(std::string_view(all).substr(begin, end - begin)));
            begin = end + delimiter.size();
        }
    } else {
        for (const Json* item : items_of(given)) {
            LEVADA_TRY(const std::string token, evaluated(*item, fields.context()));
            tokens.emplace_back(trim(token));
        }
    }
    tokens.erase(std::remove(tokens.begin(), tokens.end(), ""), tokens.end());
    if (tokens.empty()) {
        return traced_error(FailureType::config_error, "Authentication tokens are missing from the configuration.");
    }
    return tokens;
}

Result<void> read_status_source(const Json& node, RotationFields& read, BuildContext& context) {
    const Json* url = node.find("url");
    LEVADA_TRY(read.status_url, evaluated(url == nullptr ? Json("") : *url, context));
    read.status_method = std::string(node.string_or("http_method", "GET"));
    if (const Json* headers = node.find("request_headers"); headers != nullptr && headers->is_object()) {
        for (const Json::Member& member : headers->as_object()) {
            LEVADA_TRY(std::string value, evaluated(member.value, context));
            read.status_headers.set(member.key, Json(std::move(value)));
        }
    }
    if (const Json* statuses = node.find("unavailable_status_codes"); statuses != nullptr && statuses->is_array()) {
        for (const Json& status : statuses->as_array()) {
            if (status.is_integer()) {
                read.unavailable_statuses.push_back(status.as_integer());
            }
        }
    }
    return ok();
}

Result<RotationFields> read_fields(const FieldValues& fields) {
    RotationFields read;
    BuildContext& context = fields.context();
    LEVADA_TRY(read.tokens, tokens_of(fields));
    for (const Json* item : items_of(*fields.json("quotas"))) {
        LEVADA_TRY(TokenQuota quota, TokenQuota::make(*item, context));
        read.quotas.push_back(std::move(quota));
    }
    if (read.quotas.empty()) {
        return traced_error(FailureType::config_error, "Quota pool configuration is missing.");
    }
    LEVADA_CHECK(read_status_source(*fields.json("quota_status_source"), read, context));
    read.auth_method = fields.text("auth_method").empty() ? "Bearer" : fields.text("auth_method");
    read.header = fields.text("header").empty() ? "Authorization" : fields.text("header");
    const std::string given_wait = fields.text("max_wait_time");
    LEVADA_TRY(const std::string wait, evaluated(Json(given_wait.empty() ? "PT2H" : given_wait), context));
    const std::optional<IsoDuration> duration = parse_iso_duration(wait);
    if (!duration || duration->is_calendar()) {
        return fields.error("max_wait_time", "must be a fixed-length ISO 8601 duration (e.g. 'PT2H')");
    }
    read.wait_max_seconds = static_cast<double>(duration->micros) / 1e6;
    read.reserve_fraction = fields.number("budget_reserve_fraction").value_or(0.1);
    read.reserve_min = fields.integer("budget_min_reserve", 50);
    return read;
}

Result<std::shared_ptr<Authenticator>> make_rotation(const FieldValues& fields) {
    Json definition = fields.node();
    definition.erase("$parameters");
    auto& slot = fields.context().source().shared<SharedRotations>().by_definition[definition.dump()];
    if (slot == nullptr) {
        LEVADA_TRY(RotationFields read, read_fields(fields));
        slot = std::make_shared<RateLimitedMultipleTokens>(std::move(read), fields.context().source().root());
    }
    return slot;
}

}  // namespace

ComponentSpec<Authenticator> spec_rate_limited_multiple_token_authenticator() {
    return {
        .type = "RateLimitedMultipleTokenAuthenticator",
        .summary = "Uses several equal tokens in turn, each as long as it has calls left.",
        .fields = {Field("tokens", JsonTypes::text | JsonTypes::list)
                       .required()
                       .items(JsonTypes::text)
                       .doc("The tokens, or one text of them."),
                   text_field("token_delimiter").doc("Text between two tokens."),
                   text_field("auth_method").doc("Word before the token."),
                   text_field("header").doc("Header that takes the token."),
                   component_field("quota_status_source")
                       .required()
                       .of({"QuotaStatusSource"})
                       .doc("Where the API says what is left."),
                   components_field("quotas").required().of({"TokenQuota"}).doc("Pools of calls."),
                   text_field("max_wait_time").unit("ISO 8601 duration").doc("Longest wait for a reset."),
                   number_field("budget_reserve_fraction").doc("Part of the limit that is spent slowly."),
                   integer_field("budget_min_reserve").unit("calls").doc("Calls that are spent slowly, at least.")},
        .example =
            "type: RateLimitedMultipleTokenAuthenticator\n"
            "tokens: \"{{ config['tokens'] }}\"\n"
            "quota_status_source:\n  url: https://api.example.test/rate_limit\n"
            "quotas:\n"
            "  - name: core\n    remaining_path: [core, remaining]\n    reset_path: [core, reset]\n",
        .make = make_rotation,
    };
}

}  // namespace levada::airbyte
