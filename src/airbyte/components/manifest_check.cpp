#include "manifest_check.h"

#include "manifest_shapes.h"
#include "python_number.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/manifest_review.h"
#include "levada/base/text.h"

namespace levada::airbyte {

namespace {

/// Whether keys that no spec knows are passed over, as the CDK does, or told.
enum class UnknownKeys : std::uint8_t { accepted, warned_of };

/// The line in the place "file:line" of an error; 0 where there is none.
std::int64_t line_of(const Error& error) {
    const std::string_view place = error.place();
    const std::size_t colon = place.rfind(':');
    return colon == std::string_view::npos ? 0 : parse_int64(place.substr(colon + 1)).value_or(0);
}

/// Whether values have to have their types, or may be what pydantic makes them from: a text from a number, say.
enum class Coercion : std::uint8_t { none, as_pydantic };

bool fits_as_it_is(const Json& value, JsonTypes types) {
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

bool is_boolean_word(std::string_view word) {
    constexpr auto kWords =
        std::to_array<std::string_view>({"0", "off", "f", "false", "n", "no", "1", "on", "t", "true", "y", "yes"});
    return std::find(kWords.begin(), kWords.end(), to_lower(word)) != kWords.end();
}

/// Source: pydantic v1, validators.py; the CDK's models are made from streams of templates without a schema's check.
bool fits_when_coerced(const Json& value, JsonTypes types) {
    const bool wants_number = has_type(types, JsonTypes::integer) || has_type(types, JsonTypes::number);
    if (value.is_number() || value.is_boolean()) {
        return wants_number || has_type(types, JsonTypes::text);
    }
    if (!value.is_string()) {
        return false;
    }
    return (wants_number && python_float(value.as_string()).has_value()) ||
           (has_type(types, JsonTypes::boolean) && is_boolean_word(value.as_string()));
}

bool fits(const Json& value, JsonTypes types, Coercion coercion) {
    return fits_as_it_is(value, types) || (coercion == Coercion::as_pydantic && fits_when_coerced(value, types));
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

/// As suggestion(), for keys: only a slip of the pen is one, for another word may be meant as it is.
std::string near_name(const std::string& word, const std::vector<std::string_view>& known) {
    const std::vector<std::string> names(known.begin(), known.end());
    const auto near = nearest(word, names);
    return near ? "; did you mean \"" + *near + "\"?" : std::string();
}

/// Looks at a whole manifest and notes what is wrong, in the order of the specs' fields.
class Checker {
public:
    Checker(std::string_view file, UnknownKeys unknown_keys, PythonCode python, Coercion coercion = Coercion::none)
        : file_(file), unknown_keys_(unknown_keys), python_(python), coercion_(coercion) {}

    void check(const Json& node, const ComponentInfo& info) {
        if (const Json* parameters = node.find("$parameters"); parameters != nullptr && !parameters->is_object()) {
            wrong(node, info.type, "\"$parameters\": wanted mapping, found " + parameters->dump().substr(0, 80));
        }
        for (const Field& field : info.fields) {
            const Json* value = node.find(field.name);
            const bool is_absent =
                value != nullptr && value->is_null() && !field.is_required && coercion_ == Coercion::as_pydantic;
            if (is_absent) {
                continue;
            }
            if (value != nullptr) {
                check_field(node, *value, field, info);
            } else if (field.is_required) {
                wrong(node, info.type, "\"" + std::string(field.name) + "\" is missing");
            }
        }
        if (is_closed(info.type)) {
            refuse_unknown(node, info);
        } else if (unknown_keys_ == UnknownKeys::warned_of) {
            look_for_unknown(node, info);
        }
    }

    void check_root(const Manifest& manifest) {
        const ComponentInfo* source = find_component("DeclarativeSource");
        LEVADA_ASSERT(source != nullptr);
        refuse_unknown(manifest.root, *source);
        if (type_of(manifest.root) != source->type) {
            wrong(manifest.root, source->type, "\"type\": wanted \"DeclarativeSource\"");
        }
        if (!manifest.root.contains("streams") && !manifest.root.contains("dynamic_streams")) {
            wrong(manifest.root, source->type, "\"streams\" or \"dynamic_streams\" is missing");
        }
        // The root's unknown keys are errors already.
        const UnknownKeys below = std::exchange(unknown_keys_, UnknownKeys::accepted);
        unknown_below_ = below;
        check(manifest.root, *source);
    }

    void unsupported(const Json& node, const std::string& message) {
        findings_.push_back(
            {FindingKind::error, Error(ErrorCode::unsupported, "manifest: " + message).at(file_, node.line())});
    }

    std::vector<ManifestFinding> take() { return std::move(findings_); }

private:
    void wrong(const Json& node, std::string_view type, const std::string& message) {
        findings_.push_back({FindingKind::error,
                             Error(ErrorCode::invalid_config, "manifest: " + std::string(type) + ": " + message)
                                 .at(file_, node.line())});
    }

    static std::vector<std::string_view> names_in(const ComponentInfo& info) {
        std::vector<std::string_view> names{"type"};
        for (const Field& field : info.fields) {
            names.push_back(field.name);
        }
        return names;
    }

    void refuse_unknown(const Json& node, const ComponentInfo& info) {
        const std::vector<std::string_view> names = names_in(info);
        for (const Json::Member& member : node.as_object()) {
            if (std::find(names.begin(), names.end(), member.key) == names.end()) {
                wrong(member.value.line() > 0 ? member.value : node,
                      info.type,
                      "unknown key \"" + member.key + "\"" + suggestion(member.key, names));
            }
        }
    }

    /// The CDK passes over what it does not know, which is mostly a slip of the pen. Parameters become keys of every
    /// component below them and are none.
    void look_for_unknown(const Json& node, const ComponentInfo& info) {
        const std::vector<std::string_view> names = names_in(info);
        const Json* parameters = node.find("$parameters");
        for (const Json::Member& member : node.as_object()) {
            const bool is_known = std::find(names.begin(), names.end(), member.key) != names.end() ||
                                  member.key.starts_with("$") ||
                                  (parameters != nullptr && parameters->contains(member.key));
            if (!is_known) {
                findings_.push_back({FindingKind::warning,
                                     Error(ErrorCode::invalid_config,
                                           "manifest: " + std::string(info.type) + ": unknown key \"" + member.key +
                                               "\" has no effect" + near_name(member.key, names))
                                         .at(file_, member.value.line() > 0 ? member.value.line() : node.line())});
            }
        }
    }

    void check_field(const Json& node, const Json& value, const Field& field, const ComponentInfo& info) {
        const Json& place = value.line() > 0 ? value : node;
        const std::string name = "\"" + std::string(field.name) + "\"";
        if (!fits(value, field.types, coercion_)) {
            wrong(place,
                  info.type,
                  name + ": wanted " + to_string(field.types) + ", found " + value.dump().substr(0, 80));
        } else if (field.is_refused) {
            unsupported(place, std::string(info.type) + ": " + name + " is not supported");
        } else if (value.is_string() && !field.choices.empty() &&
                   std::find(field.choices.begin(), field.choices.end(), value.as_string()) == field.choices.end()) {
            wrong(place,
                  info.type,
                  name + ": \"" + value.as_string() + "\" is not possible" +
                      suggestion(value.as_string(), field.choices));
        } else if (field.least && value.is_number() && value.as_double() < *field.least) {
            wrong(place, info.type, name + ": wanted at least " + Json(*field.least).dump());
        } else if (!is_within_limits(place, value, field, info)) {
            return;
        } else if (value.is_array()) {
            check_items(place, value.as_array(), field, info);
        } else if (value.is_object()) {
            check_mapping(value, field, info);
        }
    }

    /// False where a limit is broken, which is told.
    bool is_within_limits(const Json& place, const Json& value, const Field& field, const ComponentInfo& info) {
        const std::string breach = limit_breach(info.type, field.name, value);
        if (!breach.empty()) {
            wrong(place, info.type, "\"" + std::string(field.name) + "\": " + breach);
        }
        return breach.empty();
    }

    void check_items(const Json& place, const Json::Array& items, const Field& field, const ComponentInfo& info) {
        for (const Json& item : items) {
            if (item.is_object() && !field.components.empty()) {
                check_component(item, field, info);
            } else if (!field.components.empty() && field.item_types == JsonTypes::any) {
                wrong(place,
                      info.type,
                      "\"" + std::string(field.name) + "\": wanted components, found " + item.dump().substr(0, 80));
            } else if (!fits(item, field.item_types, coercion_)) {
                wrong(place,
                      info.type,
                      "\"" + std::string(field.name) + "\": wanted items of " + to_string(field.item_types) +
                          ", found " + item.dump().substr(0, 80));
            }
        }
    }

    void check_mapping(const Json& value, const Field& field, const ComponentInfo& info) {
        if (!field.components.empty()) {
            check_component(value, field, info);
            return;
        }
        if (const ValueComponents* inner = components_in_values(info.type, field.name)) {
            check_values(value, *inner, info);
            return;
        }
        if (field.item_types == JsonTypes::any) {
            return;
        }
        for (const Json::Member& member : value.as_object()) {
            if (member.key != "$parameters" && !fits(member.value, field.item_types, coercion_)) {
                wrong(value,
                      info.type,
                      "\"" + std::string(field.name) + "\": wanted values of " + to_string(field.item_types) +
                          ", found " + member.value.dump().substr(0, 80));
            }
        }
    }

    /// A mapping from names of the manifest's own to components.
    void check_values(const Json& value, const ValueComponents& inner, const ComponentInfo& info) {
        Field field(inner.field, JsonTypes::any);
        field.components.assign(inner.components.begin(), inner.components.end());
        for (const Json::Member& member : value.as_object()) {
            if (member.key == "$parameters" || (inner.may_be_text && fits(member.value, JsonTypes::text, coercion_))) {
                continue;
            }
            if (member.value.is_object()) {
                check_component(member.value, field, info);
            } else {
                wrong(value,
                      info.type,
                      "\"" + std::string(field.name) + "\": wanted components" +
                          (inner.may_be_text ? " or texts" : "") + ", found " + member.value.dump().substr(0, 80));
            }
        }
    }

    /// The component type a node has: what it says, or the only one possible where the type may be left out.
    static std::string_view type_in(const Json& node, const Field& field) {
        for (const std::string_view one : field.components) {
            const TypeKey key = type_key_of(one);
            if (key == TypeKey::meaningless || (key == TypeKey::optional && !node.contains("type"))) {
                return one;
            }
        }
        return type_of(node);
    }

    void check_component(const Json& node, const Field& field, const ComponentInfo& info) {
        const std::string_view type = type_in(node, field);
        if (python_ == PythonCode::present && type.starts_with("Custom") && node.contains("class_name")) {
            return;  // What its class wants to be told, Python knows.
        }
        const auto known = std::find(field.components.begin(), field.components.end(), type);
        if (known == field.components.end()) {
            wrong(node,
                  info.type,
                  "\"" + std::string(field.name) + "\": component type \"" + std::string(type) +
                      "\" cannot stand here" + suggestion(type, field.components));
            return;
        }
        const ComponentInfo* own = find_component(type);
        if (own == nullptr) {
            unsupported(node, "component type \"" + std::string(type) + "\" is not supported");
            return;
        }
        const UnknownKeys before = std::exchange(unknown_keys_, unknown_below_);
        check(node, *own);
        unknown_keys_ = before;
    }

    std::string_view file_;
    UnknownKeys unknown_keys_;
    UnknownKeys unknown_below_ = UnknownKeys::accepted;
    PythonCode python_;
    Coercion coercion_;
    std::vector<ManifestFinding> findings_;
};

Result<void> first_error(const std::vector<ManifestFinding>& findings) {
    return findings.empty() ? Result<void>() : Result<void>(findings.front().error);
}

}  // namespace

Result<void> check_manifest(const Manifest& manifest) {
    Checker checker(manifest.file, UnknownKeys::accepted, PythonCode::absent);
    checker.check_root(manifest);
    return first_error(checker.take());
}

Result<void> check_component(const Json& node, std::string_view file) {
    return check_typed_component(node, type_of(node), file);
}

Result<void> check_made_component(const Json& node, std::string_view file) {
    Checker checker(file, UnknownKeys::accepted, PythonCode::present, Coercion::as_pydantic);
    if (const ComponentInfo* info = find_component(type_of(node))) {
        checker.check(node, *info);
    }
    return first_error(checker.take());
}

Result<void> check_typed_component(const Json& node, std::string_view type, std::string_view file) {
    Checker checker(file, UnknownKeys::accepted, PythonCode::absent);
    const ComponentInfo* info = find_component(type);
    if (info == nullptr) {
        checker.unsupported(node, "component type \"" + std::string(type) + "\" is not supported");
    } else {
        checker.check(node, *info);
    }
    return first_error(checker.take());
}

std::vector<ManifestFinding> review_manifest(const Manifest& manifest, PythonCode python) {
    Checker checker(manifest.file, UnknownKeys::warned_of, python);
    checker.check_root(manifest);
    std::vector<ManifestFinding> findings = checker.take();
    // A definition that is named twice is looked at twice.
    std::set<std::string> seen;
    std::erase_if(findings, [&](const ManifestFinding& one) {
        return !seen.insert(std::string(one.error.place()) + " " + one.error.message()).second;
    });
    std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
        return line_of(a.error) < line_of(b.error);
    });
    return findings;
}

}  // namespace levada::airbyte
