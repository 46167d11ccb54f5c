#include "airbyte_datetime.h"
#include "config_changes.h"
#include "oauth_fields.h"

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {
namespace {

using Path = std::vector<std::string>;

/// Where the config holds what changes.
struct ConfigPaths {
    Path access_token;
    Path refresh_token;
    Path expiry;
};

/// The tokens stand in the configuration: all streams of a source use one, and one of them at a time refreshes it.
/// Source: SingleUseRefreshTokenOauth2Authenticator, _token_refresh_lock.
class SingleUseOAuth final : public Authenticator {
public:
    SingleUseOAuth(
        OAuthFields fields, OAuthEndpoint endpoint, ConfigPaths paths, std::string url, SourceContext& source)
        : fields_(std::move(fields)),
          endpoint_(std::move(endpoint)),
          paths_(std::move(paths)),
          url_(std::move(url)),
          source_(source) {}

    Result<RequestParts> options() override {
        LEVADA_TRY(const std::string token, current_token());
        RequestParts parts;
        parts.headers.set("Authorization", Json("Bearer " + token));
        return parts;
    }

    Result<void> sign(HttpRequest& request) override {
        LEVADA_TRY(const std::string token, current_token());
        request.headers.set("Authorization", "Bearer " + token);
        return ok();
    }

    bool may_refresh() const override { return true; }

    /// Skipped when another stream got a new token while this one waited for its turn.
    Result<void> refresh() override {
        const std::string before = text_at(paths_.access_token);
        const std::scoped_lock lock(changes().turn());
        LEVADA_CHECK(changes().follow(source_));
        return text_at(paths_.access_token) == before ? refresh_now() : ok();
    }

    /// When the token of the config ends; a day ago when it does not say. Errors: invalid_config (no date).
    Result<std::int64_t> expiry() const {
        constexpr std::int64_t kDayUs = std::int64_t{86'400} * 1'000'000;
        const std::string text = text_at(paths_.expiry);
        if (text.empty()) {
            return endpoint_.now_us() - kDayUs;
        }
        const std::optional<std::int64_t> parsed = parse_airbyte_datetime(text);
        if (!parsed) {
            return Error(ErrorCode::invalid_config, "Could not parse datetime string: " + text);
        }
        return *parsed;
    }

private:
    ConfigChanges& changes() { return source_.shared<ConfigChanges>(); }

    Result<void> refresh_now() {
        LEVADA_TRY(const Json answer,
                   endpoint_.ask([this] { return fields_.request(url_, text_at(paths_.refresh_token)); }));
        LEVADA_TRY(const TokenAnswerNames names, fields_.answer_names());
        LEVADA_TRY(const Json* token, OAuthEndpoint::find(answer, names.access_token));
        LEVADA_TRY(const std::optional<std::int64_t> given_expiry, endpoint_.expiry(answer, names));
        LEVADA_TRY(const Json* new_refresh, OAuthEndpoint::find(answer, names.refresh_token));
        LEVADA_TRY(const std::int64_t held_expiry, expiry());
        const bool is_old_one_good = held_expiry >= endpoint_.now_us();
        const std::int64_t expires_us =
            given_expiry.value_or(is_old_one_good ? held_expiry : endpoint_.now_us() + kTokenLifetimeDefaultUs);
        LEVADA_CHECK(set(paths_.access_token, token == nullptr ? Json() : *token));
        if (new_refresh != nullptr && !new_refresh->is_null()) {
            LEVADA_CHECK(set(paths_.refresh_token, *new_refresh));
        }
        LEVADA_CHECK(set(paths_.expiry, Json(format_airbyte_datetime(expires_us))));
        return source_.messages().config_changed(source_.config());
    }

    std::string text_at(const Path& path) const {
        const Result<const Json*> found = dpath::get(source_.config(), dpath::glob_of_texts(path));
        return found && *found != nullptr ? python_str(**found) : std::string();
    }

    Result<void> set(const Path& path, Json value) { return changes().set(source_, path, std::move(value)); }

    Result<std::string> current_token() {
        const std::scoped_lock lock(changes().turn());
        LEVADA_CHECK(changes().follow(source_));
        LEVADA_TRY(const std::int64_t expires_us, expiry());
        if (endpoint_.now_us() > expires_us) {
            LEVADA_CHECK(refresh_now());
        }
        return text_at(paths_.access_token);
    }

    OAuthFields fields_;
    OAuthEndpoint endpoint_;
    ConfigPaths paths_;
    std::string url_;
    SourceContext& source_;
};

Path path_of(const Json& updater, std::string_view name, Path fallback) {
    const Json* given = updater.find(name);
    if (given == nullptr || given->is_null()) {
        return fallback;
    }
    Path path;
    for (const Json* step : items_of(*given)) {
        path.push_back(python_str(*step));
    }
    return path;
}

/// The config's own credentials win over the component's. Source: __init__, _get_config_value_by_path.
Result<void> prefer_config(std::optional<InterpolatedString>& field, std::string_view name, const FieldValues& fields) {
    const Result<const Json*> held =
        dpath::get(fields.context().config(), dpath::glob_of_texts({"credentials", std::string(name)}));
    if (held && *held != nullptr) {
        LEVADA_TRY(
            field,
            InterpolatedString::make(
                "{{ config['credentials']['" + std::string(name) + "'] }}", fields.parameters(), fields.context()));
    }
    return ok();
}

}  // namespace

Result<std::shared_ptr<Authenticator>> make_single_use_oauth(OAuthFields templates,
                                                             OAuthEndpoint endpoint,
                                                             const FieldValues& fields) {
    const Json& updater = *fields.json("refresh_token_updater");
    if (!templates.endpoint) {
        return fields.error("token_refresh_endpoint", "is required with refresh_token_updater");
    }
    LEVADA_TRY(std::string url, templates.endpoint->text(Scope()));
    const std::string_view name = updater.string_or("refresh_token_name", "refresh_token");
    LEVADA_TRY(templates.refresh_token_name,
               InterpolatedString::make(std::string(name), fields.parameters(), fields.context()));
    LEVADA_CHECK(prefer_config(templates.client_id, "client_id", fields));
    LEVADA_CHECK(prefer_config(templates.client_secret, "client_secret", fields));
    ConfigPaths paths{path_of(updater, "access_token_config_path", {"credentials", "access_token"}),
                      path_of(updater, "refresh_token_config_path", {"credentials", "refresh_token"}),
                      path_of(updater, "token_expiry_date_config_path", {"credentials", "token_expiry_date"})};
    auto made = std::make_shared<SingleUseOAuth>(
        std::move(templates), std::move(endpoint), std::move(paths), std::move(url), fields.context().source());
    LEVADA_CHECK(made->expiry());
    return made;
}

}  // namespace levada::airbyte
