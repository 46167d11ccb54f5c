#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/interpolation.h"
#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

class BuildContext;

/// The JSON types a manifest field may have; combined with |.
enum class JsonTypes : std::uint8_t {
    none = 0,
    text = 1,
    integer = 2,
    number = 4,  // also accepts integers
    boolean = 8,
    mapping = 16,
    list = 32,
    null = 64,
    any = 127,
};
constexpr JsonTypes operator|(JsonTypes a, JsonTypes b) {
    return static_cast<JsonTypes>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has_type(JsonTypes set, JsonTypes one) {
    return (static_cast<unsigned>(set) & static_cast<unsigned>(one)) != 0;
}

/// "text or null"; "anything" where every type is taken.
std::string to_string(JsonTypes types);

/// One field of a component: what the manifest may say there. Validation, docs and JSON schema come from it.
/// The types are those of the CDK's schema, so that what the CDK refuses at load is refused here too.
class Field {
public:
    Field(std::string_view field_name, JsonTypes field_types) : name(field_name), types(field_types) {}

    Field& required() {
        is_required = true;
        return *this;
    }
    Field& doc(std::string_view text) {
        description = text;
        return *this;
    }
    Field& unit(std::string_view text) {
        unit_name = text;
        return *this;
    }
    /// Closed list of texts.
    Field& one_of(std::initializer_list<std::string_view> values) {
        choices.assign(values);
        return *this;
    }
    /// Smallest value of a number.
    Field& at_least(double value) {
        least = value;
        return *this;
    }
    /// Types of list items or mapping values, when that is a list or mapping.
    Field& items(JsonTypes item) {
        item_types = item;
        return *this;
    }
    /// The component types allowed here (or in the list here). A mapping here is then checked against their specs.
    Field& of(std::initializer_list<std::string_view> type_names) {
        components.assign(type_names);
        return *this;
    }
    /// Understood by the CDK, not yet by us: a manifest that sets it is refused (`unsupported`).
    Field& refused() {
        is_refused = true;
        return *this;
    }
    /// Without effect on what is read (timeouts, builder hints): accepted and not looked at.
    Field& ignored() {
        is_ignored = true;
        return *this;
    }

    std::string_view name;
    JsonTypes types;
    JsonTypes item_types = JsonTypes::any;
    std::vector<std::string_view> choices;
    std::vector<std::string_view> components;
    std::string_view description;
    std::string_view unit_name;
    std::optional<double> least;
    bool is_required = false;
    bool is_refused = false;
    bool is_ignored = false;
};

/// Shorthands for declarations: `text_field("path")`, `component_field("decoder").of({"JsonDecoder"})`.
inline Field text_field(std::string_view name) {
    return {name, JsonTypes::text};
}
inline Field integer_field(std::string_view name) {
    return {name, JsonTypes::integer};
}
inline Field number_field(std::string_view name) {
    return {name, JsonTypes::number};
}
inline Field boolean_field(std::string_view name) {
    return {name, JsonTypes::boolean};
}
inline Field mapping_field(std::string_view name) {
    return {name, JsonTypes::mapping};
}
inline Field list_field(std::string_view name) {
    return {name, JsonTypes::list};
}
inline Field any_field(std::string_view name) {
    return {name, JsonTypes::any};
}
/// One component.
inline Field component_field(std::string_view name) {
    return {name, JsonTypes::mapping};
}
/// A list of components.
inline Field components_field(std::string_view name) {
    return {name, JsonTypes::list};
}

/// The fields of one component in a manifest that already passed validation, and what is needed to build from them.
/// Borrows; lives during one make().
class FieldValues {
public:
    FieldValues(const Json& node, BuildContext& context) : node_(node), context_(context) {}

    const Json& node() const { return node_; }
    BuildContext& context() const { return context_; }
    /// The component's `$parameters`; an empty mapping when it has none.
    const Json& parameters() const;

    /// False for an absent field and for null.
    bool has(std::string_view name) const { return json(name) != nullptr; }
    /// The field, or null when it is absent or null.
    const Json* json(std::string_view name) const;
    std::string text(std::string_view name, std::string_view fallback = {}) const;
    std::optional<std::string> optional_text(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t fallback = 0) const;
    std::optional<double> number(std::string_view name) const;
    bool boolean(std::string_view name, bool fallback = false) const;

    /// The field compiled as a template; of a non-text its Python text; of an absent one "".
    Result<InterpolatedString> interpolated(std::string_view name) const;
    Result<InterpolatedBoolean> condition(std::string_view name) const;

    /// The component at `name`, built; a null pointer when absent. Errors: those of its make().
    template <class T>
    Result<std::shared_ptr<T>> component(std::string_view name) const;
    /// The components listed at `name` (a single one counts as a list of one).
    template <class T>
    Result<std::vector<std::shared_ptr<T>>> components(std::string_view name) const;

    /// An invalid_config error that names field, file and line.
    Error error(std::string_view field, std::string_view message) const;

private:
    const Json& node_;
    BuildContext& context_;
};

/// A component type: everything about it is in the one file that returns this. T is the interface it builds.
template <class T>
struct ComponentSpec {
    std::string_view type;
    std::string_view summary;
    std::vector<Field> fields;
    /// A complete component in YAML; parsed by its test, printed in the docs.
    std::string_view example;
    Result<std::shared_ptr<T>> (*make)(const FieldValues& fields) = nullptr;
};

/// The kind of components that are part of another one and are built by it (ParentStreamConfig, RequestOption …): only
/// their fields are declared, `make` stays null. Folder: values/.
struct PlainComponent {};

/// ComponentSpec without its builder: for validation, lists and docs.
struct ComponentInfo {
    std::string_view family;
    std::string_view type;
    std::string_view summary;
    std::vector<Field> fields;
    std::string_view example;
};

/// Names the family of interface T and gives its specs. Each interface header specialises it.
template <class T>
struct FamilyOf;

std::vector<ComponentSpec<PlainComponent>> specs_of_values();

/// Every component type of every family, sorted by type. Built once.
const std::vector<ComponentInfo>& all_components();
/// The component type called `type`, or null.
const ComponentInfo* find_component(std::string_view type);

/// Implementation of build(): the error for a type that family `family` does not have. Errors: unsupported.
Error unknown_component_error(std::string_view family, const Json& node, const BuildContext& context);

/// Builds the component that `node` describes (its `type` names the spec). `node` outlives the component.
/// Errors: unsupported (no such type in the family), invalid_config, with file:line.
template <class T>
Result<std::shared_ptr<T>> build(const Json& node, BuildContext& context);

}  // namespace levada::airbyte

#include "levada/airbyte/components/component_spec_inline.h"  // IWYU pragma: export
