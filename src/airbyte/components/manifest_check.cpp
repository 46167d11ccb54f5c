#include "manifest_check.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

namespace {

/// Components that the CDK's schema accepts without their `type`.
constexpr auto kTypeOptional = std::to_array<std::string_view>({"AsyncJobStatusMap",
                                                                "ConcurrencyLevel",
                                                                "LegacyToPerPartitionStateMigration",
                                                                "SchemaTypeIdentifier",
                                                                "HttpRequestRegexMatcher",
                                                                "Rate"});

bool fits(const Json& value, JsonTypes types) {
    switch (value.kind()) {
        case Json::Kind::null:
            return has_type(types, JsonTypes::null);
        case Json::Kind::boolean:
            return has_type(types, JsonTypes::boolean);
        case Json::Kind::integer:
        case Json::Kind::big_integer:
            return has_type(types, JsonTypes::integer) || has_type(types, JsonTypes::number);
        case Json::Kind::number:
            return has_type(types, JsonTypes::number) ||
                   (has_type(types, JsonTypes::integer) &&
                    value.as_double() == static_cast<double>(static_cast<std::int64_t>(value.as_double())));
        case Json::Kind::string:
            return has_type(types, JsonTypes::text);
        case Json::Kind::array:
            return has_type(types, JsonTypes::list);
        case Json::Kind::object:
            return has_type(types, JsonTypes::mapping);
    }
    return false;
}

/// What the CDK's schema demands of fields besides their types. Source: declarative_component_schema.yaml.
struct FieldLimit {
    enum class Kind : std::uint8_t { items_min, above, at_least } kind;
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
};

/// What is wrong with `value` by its limit; empty when nothing is.
std::string breach_of(const FieldLimit& limit, const Json& value) {
    const std::string number = std::to_string(limit.value);
    const auto bound = static_cast<double>(limit.value);
    switch (limit.kind) {
        case FieldLimit::Kind::items_min:
            return value.is_array() && static_cast<std::int64_t>(value.size()) < limit.value
                       ? "wanted at least " + number + " items, found " + std::to_string(value.size())
                       : "";
        case FieldLimit::Kind::above:
            return value.is_number() && value.as_double() <= bound ? "wanted a number above " + number : "";
        case FieldLimit::Kind::at_least:
            return value.is_number() && value.as_double() < bound ? "wanted at least " + number : "";
    }
    return "";
}

std::string names_of(JsonTypes types) {
    std::string names;
    const auto add = [&](JsonTypes one, std::string_view name) {
        if (has_type(types, one)) {
            names += names.empty() ? "" : " or ";
            names += name;
        }
    };
    add(JsonTypes::text, "text");
    add(JsonTypes::integer, "integer");
    add(JsonTypes::number, "number");
    add(JsonTypes::boolean, "boolean");
    add(JsonTypes::mapping, "mapping");
    add(JsonTypes::list, "list");
    return names;
}

/// Edits that turn one word into the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            corner = above;
        }
    }
    return row[b.size()];
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
    constexpr std::size_t kDistanceMax = 4;
    std::string_view best;
    std::size_t best_distance = kDistanceMax + 1;
    for (const std::string_view candidate : known) {
        if (const std::size_t d = distance(word, candidate); d < best_distance) {
            best = candidate;
            best_distance = d;
        }
    }
    return best.empty() ? std::string() : "; did you mean \"" + std::string(best) + "\"?";
}

class Checker {
public:
    explicit Checker(std::string_view file) : file_(file) {}

    Result<void> check(const Json& node, const ComponentInfo& info) {
        for (const Field& field : info.fields) {
            const Json* value = node.find(field.name);
            if (value == nullptr) {
                if (field.is_required) {
                    return error(node, info.type, "\"" + std::string(field.name) + "\" is missing");
                }
                continue;
            }
            LEVADA_CHECK(check_field(node, *value, field, info));
        }
        return {};
    }

    Error error(const Json& node, std::string_view type, const std::string& message) const {
        return Error(ErrorCode::invalid_config, "manifest: " + std::string(type) + ": " + message)
            .at(file_, node.line());
    }

private:
    Result<void> check_field(const Json& node, const Json& value, const Field& field, const ComponentInfo& info) {
        const Json& place = value.line() > 0 ? value : node;
        const std::string name = "\"" + std::string(field.name) + "\"";
        if (!fits(value, field.types)) {
            return error(
                place, info.type, name + ": wanted " + names_of(field.types) + ", found " + value.dump().substr(0, 80));
        }
        if (field.is_refused) {
            return Error(ErrorCode::unsupported,
                         "manifest: " + std::string(info.type) + ": " + name + " is not supported")
                .at(file_, place.line());
        }
        if (value.is_string() && !field.choices.empty() &&
            std::find(field.choices.begin(), field.choices.end(), value.as_string()) == field.choices.end()) {
            return error(place,
                         info.type,
                         name + ": \"" + value.as_string() + "\" is not possible" +
                             suggestion(value.as_string(), field.choices));
        }
        if (field.least && value.is_number() && value.as_double() < *field.least) {
            return error(place, info.type, name + ": wanted at least " + Json(*field.least).dump());
        }
        LEVADA_CHECK(check_limits(place, value, field, info));
        if (value.is_array()) {
            return check_items(place, value.as_array(), field, info);
        }
        return value.is_object() ? check_mapping(value, field, info) : Result<void>();
    }

    Result<void> check_limits(const Json& place,
                              const Json& value,
                              const Field& field,
                              const ComponentInfo& info) const {
        for (const FieldLimit& limit : kLimits) {
            if (limit.type != info.type || limit.field != field.name) {
                continue;
            }
            if (const std::string breach = breach_of(limit, value); !breach.empty()) {
                return error(place, info.type, "\"" + std::string(field.name) + "\": " + breach);
            }
        }
        return {};
    }

    Result<void> check_items(const Json& place,
                             const Json::Array& items,
                             const Field& field,
                             const ComponentInfo& info) {
        for (const Json& item : items) {
            if (item.is_object() && !field.components.empty()) {
                LEVADA_CHECK(check_component(item, field, info));
            } else if (!field.components.empty() && field.item_types == JsonTypes::any) {
                return error(
                    place,
                    info.type,
                    "\"" + std::string(field.name) + "\": wanted components, found " + item.dump().substr(0, 80));
            } else if (!fits(item, field.item_types)) {
                return error(place,
                             info.type,
                             "\"" + std::string(field.name) + "\": wanted items of " + names_of(field.item_types) +
                                 ", found " + item.dump().substr(0, 80));
            }
        }
        return {};
    }

    Result<void> check_mapping(const Json& value, const Field& field, const ComponentInfo& info) {
        if (!field.components.empty()) {
            return check_component(value, field, info);
        }
        if (field.item_types == JsonTypes::any) {
            return {};
        }
        for (const Json::Member& member : value.as_object()) {
            if (member.key != "$parameters" && !fits(member.value, field.item_types)) {
                return error(value,
                             info.type,
                             "\"" + std::string(field.name) + "\": wanted values of " + names_of(field.item_types) +
                                 ", found " + member.value.dump().substr(0, 80));
            }
        }
        return {};
    }

    /// The component type a node has: what it says, or the only one possible where the type may be left out.
    static std::string_view type_in(const Json& node, const Field& field) {
        const std::string_view type = type_of(node);
        if (type.empty() && field.components.size() == 1 && !node.contains("type") &&
            std::find(kTypeOptional.begin(), kTypeOptional.end(), field.components.front()) != kTypeOptional.end()) {
            return field.components.front();
        }
        return type;
    }

    Result<void> check_component(const Json& node, const Field& field, const ComponentInfo& info) {
        const std::string_view type = type_in(node, field);
        const auto known = std::find(field.components.begin(), field.components.end(), type);
        if (known == field.components.end()) {
            return error(node,
                         info.type,
                         "\"" + std::string(field.name) + "\": component type \"" + std::string(type) +
                             "\" cannot stand here" + suggestion(type, field.components));
        }
        const ComponentInfo* own = find_component(type);
        if (own == nullptr) {
            return Error(ErrorCode::unsupported,
                         "manifest: component type \"" + std::string(type) + "\" is not supported")
                .at(file_, node.line());
        }
        return check(node, *own);
    }

    std::string_view file_;
};

}  // namespace

Result<void> check_manifest(const Manifest& manifest) {
    Checker checker(manifest.file);
    const ComponentInfo* source = find_component("DeclarativeSource");
    LEVADA_ASSERT(source != nullptr);
    std::vector<std::string_view> names{"type"};
    for (const Field& field : source->fields) {
        names.push_back(field.name);
    }
    for (const Json::Member& member : manifest.root.as_object()) {
        if (std::find(names.begin(), names.end(), member.key) == names.end()) {
            return checker.error(member.value.line() > 0 ? member.value : manifest.root,
                                 source->type,
                                 "unknown key \"" + member.key + "\"" + suggestion(member.key, names));
        }
    }
    if (!manifest.root.contains("streams") && !manifest.root.contains("dynamic_streams")) {
        return checker.error(manifest.root, source->type, "\"streams\" or \"dynamic_streams\" is missing");
    }
    return checker.check(manifest.root, *source);
}

Result<void> check_component(const Json& node, std::string_view file) {
    Checker checker(file);
    const ComponentInfo* info = find_component(type_of(node));
    if (info == nullptr) {
        return Error(ErrorCode::unsupported,
                     "manifest: component type \"" + std::string(type_of(node)) + "\" is not supported")
            .at(file, node.line());
    }
    return checker.check(node, *info);
}

}  // namespace levada::airbyte
