#include "manifest_shapes.h"

#include <algorithm>
#include <array>

namespace levada::airbyte {

namespace {

constexpr auto kTypeOptional = std::to_array<std::string_view>(
    {"AsyncJobStatusMap", "ConcurrencyLevel", "LegacyToPerPartitionStateMigration", "SchemaTypeIdentifier"});
constexpr auto kTypeMeaningless = std::to_array<std::string_view>({"AuthFlow",
                                                                   "Clamping",
                                                                   "ComplexFieldType",
                                                                   "HttpRequestRegexMatcher",
                                                                   "JwtHeaders",
                                                                   "JwtPayload",
                                                                   "OAuthConfigSpecification",
                                                                   "OAuthScope",
                                                                   "OAuthState",
                                                                   "OauthConnectorInputSpecification",
                                                                   "Rate",
                                                                   "RefreshTokenUpdater",
                                                                   "RequestBodyGraphQlQuery",
                                                                   "StreamGroup",
                                                                   "TypesMap"});

constexpr auto kClosed = std::to_array<std::string_view>({"ConfigNormalizationRules", "JwtHeaders", "JwtPayload"});

struct FieldLimit {
    enum class Kind : std::uint8_t { items_min, above, at_least, unique_items, texts_within } kind;
    std::string_view type;
    std::string_view field;
    std::int64_t value;
};
constexpr FieldLimit kLimits[] = {
    {FieldLimit::Kind::items_min, "UnionPartitionRouter", "partition_routers", 2},
    {FieldLimit::Kind::items_min, "CombinedExtractor", "extractors", 1},
    {FieldLimit::Kind::items_min, "RateLimitedMultipleTokenAuthenticator", "quotas", 1},
    {FieldLimit::Kind::items_min, "RateLimitedMultipleTokenAuthenticator", "tokens", 1},
    {FieldLimit::Kind::above, "HttpRequester", "connect_timeout_in_seconds", 0},
    {FieldLimit::Kind::above, "HttpRequester", "read_timeout_in_seconds", 0},
    {FieldLimit::Kind::above, "PageSizeReduction", "reduction_factor", 1},
    {FieldLimit::Kind::at_least, "AsyncRetriever", "failed_retry_wait_time_in_seconds", 1},
    {FieldLimit::Kind::unique_items, "HttpResponseFilter", "http_codes", 0},
    {FieldLimit::Kind::unique_items, "QuotaStatusSource", "unavailable_status_codes", 0},
    {FieldLimit::Kind::texts_within, "RemoveFields", "field_pointers", 0},
    {FieldLimit::Kind::texts_within, "ConfigRemoveFields", "field_pointers", 0},
    {FieldLimit::Kind::texts_within, "DeclarativeStream", "primary_key", 0},
    {FieldLimit::Kind::texts_within, "ParentStreamConfig", "extra_fields", 0},
};

bool has_equal_items(const Json& list) {
    const Json::Array& items = list.as_array();
    for (auto one = items.begin(); one != items.end(); ++one) {
        if (std::find(std::next(one), items.end(), *one) != items.end()) {
            return true;
        }
    }
    return false;
}

/// Whether lists in the list hold nothing but texts, and stand beside nothing but lists.
bool holds_texts_within(const Json& list) {
    const auto is_text = [](const Json& item) { return item.is_string(); };
    const auto are_texts = [&](const Json& item) {
        return item.is_array() && std::all_of(item.as_array().begin(), item.as_array().end(), is_text);
    };
    return std::all_of(list.as_array().begin(), list.as_array().end(), is_text) ||
           std::all_of(list.as_array().begin(), list.as_array().end(), are_texts);
}

std::string list_breach(const FieldLimit& limit, const Json& list) {
    switch (limit.kind) {
        case FieldLimit::Kind::items_min:
            return static_cast<std::int64_t>(list.size()) < limit.value
                       ? "wanted at least " + std::to_string(limit.value) + " items, found " +
                             std::to_string(list.size())
                       : "";
        case FieldLimit::Kind::unique_items:
            return has_equal_items(list) ? "wanted each item once, found " + list.dump() : "";
        case FieldLimit::Kind::texts_within:
            return holds_texts_within(list) ? "" : "wanted lists of texts, found " + list.dump();
        default:
            return "";
    }
}

std::string number_breach(const FieldLimit& limit, double number) {
    const auto bound = static_cast<double>(limit.value);
    switch (limit.kind) {
        case FieldLimit::Kind::above:
            return number <= bound ? "wanted a number above " + std::to_string(limit.value) : "";
        case FieldLimit::Kind::at_least:
            return number < bound ? "wanted at least " + std::to_string(limit.value) : "";
        default:
            return "";
    }
}

std::string breach_of(const FieldLimit& limit, const Json& value) {
    if (value.is_array()) {
        return list_breach(limit, value);
    }
    return value.is_number() ? number_breach(limit, value.as_double()) : "";
}

}  // namespace

TypeKey type_key_of(std::string_view type) {
    const auto is_in = [type](const auto& list) { return std::find(list.begin(), list.end(), type) != list.end(); };
    if (is_in(kTypeMeaningless)) {
        return TypeKey::meaningless;
    }
    return is_in(kTypeOptional) ? TypeKey::optional : TypeKey::required;
}

bool is_closed(std::string_view type) {
    return std::find(kClosed.begin(), kClosed.end(), type) != kClosed.end();
}

std::string limit_breach(std::string_view type, std::string_view field, const Json& value) {
    for (const FieldLimit& limit : kLimits) {
        if (limit.type == type && limit.field == field) {
            if (std::string breach = breach_of(limit, value); !breach.empty()) {
                return breach;
            }
        }
    }
    return "";
}

const ValueComponents* components_in_values(std::string_view type, std::string_view field) {
    static const std::vector<ValueComponents> kAll = {
        {.type = "DeclarativeSource", .field = "stream_groups", .components = {"StreamGroup"}},
        {.type = "HttpRequester",
         .field = "request_parameters",
         .components = {"QueryProperties"},
         .may_be_text = true},
        {.type = "SelectiveAuthenticator",
         .field = "authenticators",
         .components = {"ApiKeyAuthenticator",
                        "BasicHttpAuthenticator",
                        "BearerAuthenticator",
                        "OAuthAuthenticator",
                        "JwtAuthenticator",
                        "SessionTokenAuthenticator",
                        "CustomAuthenticator",
                        "NoAuth",
                        "LegacySessionTokenAuthenticator",
                        "RateLimitedMultipleTokenAuthenticator"}},
    };
    const auto found = std::find_if(
        kAll.begin(), kAll.end(), [&](const ValueComponents& one) { return one.type == type && one.field == field; });
    return found == kAll.end() ? nullptr : &*found;
}

}  // namespace levada::airbyte
