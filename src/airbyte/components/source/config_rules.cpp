#include "config_rules.h"

#include "json_schema.h"
#include "stream_support.h"

#include <set>
#include <string>
#include <utility>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {

namespace {

/// The path that a transformation names. Errors: invalid_config (an empty one).
Result<const Json*> path_of(const Json& node, std::string_view field, BuildContext& context) {
    const Json* path = node.find(field);
    if (path == nullptr || path->size() == 0) {
        return FieldValues(node, context).error(field, "wanted a list with at least one name");
    }
    return path;
}

/// One run of transformations: templates see the configuration as it is at that moment.
class Rewriter {
public:
    Rewriter(Json config, SourceContext& source)
        : scratch_(std::move(config), source.http(), source.clock(), source.messages()), context_(scratch_) {
        scratch_.manifest_file = source.manifest_file;
    }

    Result<void> apply(const Json& node) {
        const std::string_view type = type_of(node);
        if (type == "ConfigAddFields") {
            return add_fields(node);
        }
        if (type == "ConfigRemoveFields") {
            return remove_fields(node);
        }
        if (type == "ConfigRemapField") {
            return remap_field(node);
        }
        return unknown_component_error("config transformation", node, context_);
    }

    const Json& config() const { return scratch_.config(); }

    bool differs_at_the_top(const Json& given) const {
        for (const Json::Member& member : config().as_object()) {
            const Json* before = given.find(member.key);
            if (before == nullptr || (assigned_.contains(member.key) && !(*before == member.value))) {
                return true;
            }
        }
        return config().size() != given.size();
    }

private:
    Result<void> add_fields(const Json& node) {
        const Json* fields = node.find("fields");
        for (const Json* field : fields == nullptr ? std::vector<const Json*>() : items_of(*fields)) {
            LEVADA_CHECK(add_field(node, *field));
        }
        return {};
    }

    Result<void> add_field(const Json& node, const Json& field) {
        const FieldValues values(field, context_);
        LEVADA_TRY(const InterpolatedString text,
                   InterpolatedString::make(values.text("value"), Json::object(), context_));
        LEVADA_TRY(const Json value, text.eval(Scope(), value_types_named(values.text("value_type"))));
        LEVADA_TRY(const Json* path, path_of(field, "path", context_));
        const Json* condition = node.find("condition");
        if (condition != nullptr && python_truth(*condition)) {
            LEVADA_TRY(const InterpolatedBoolean wanted,
                       InterpolatedBoolean::make(*condition, Json::object(), context_));
            LEVADA_TRY(const bool is_wanted, wanted.eval(Scope().json("value", value).json("path", *path)));
            if (!is_wanted) {
                return {};
            }
        }
        std::vector<std::string> names;
        for (const Json& step : path->as_array()) {
            names.push_back(python_str(step));
        }
        note_assigned(names);
        return dpath::create(scratch_.mutable_config(), names, value);
    }

    Result<void> remove_fields(const Json& node) {
        const FieldValues values(node, context_);
        if (!values.text("condition").empty()) {
            LEVADA_TRY(const InterpolatedBoolean wanted, values.condition("condition"));
            LEVADA_TRY(const bool is_wanted, wanted.eval(Scope()));
            if (!is_wanted) {
                return {};
            }
        }
        const Json* pointers = values.json("field_pointers");
        for (const Json* pointer : pointers == nullptr ? std::vector<const Json*>() : items_of(*pointers)) {
            std::vector<Json> steps;
            for (const Json* step : items_of(*pointer)) {
                steps.push_back(*step);
            }
            LEVADA_CHECK(dpath::remove(scratch_.mutable_config(), dpath::glob_of(steps), nullptr));
        }
        return {};
    }

    Result<void> remap_field(const Json& node) {
        const FieldValues values(node, context_);
        LEVADA_TRY(const Json* path, path_of(node, "field_path", context_));
        LEVADA_TRY(const auto steps, interpolated_list(*path, Json::object(), context_));
        LEVADA_TRY(const std::vector<std::string> names, texts_of(steps));
        const Json* table = values.json("map");
        if (table == nullptr || !table->is_object()) {
            return values.error("map", "wanted a mapping");  // The CDK's schema allows a text, its code does not.
        }
        LEVADA_TRY(const InterpolatedInput input, InterpolatedInput::make(table, Json::object(), context_));
        LEVADA_TRY(const Json map, input.eval(Scope(), ValueTypes::any));
        Json* at = &scratch_.mutable_config();
        for (std::size_t i = 0; i + 1 < names.size(); ++i) {
            at = at->find(names[i]);
            if (at == nullptr || !at->is_object()) {
                return {};
            }
        }
        Json* held = at->find(names.back());
        if (held != nullptr && (held->is_array() || held->is_object())) {
            return Error(ErrorCode::invalid_data, "config: \"" + names.back() + "\" is no value that a map can hold");
        }
        const Json* replacement = held != nullptr && held->is_string() ? map.find(held->as_string()) : nullptr;
        if (replacement != nullptr) {
            note_assigned(names);
            *held = *replacement;
        }
        return {};
    }

    void note_assigned(const std::vector<std::string>& names) {
        if (names.size() == 1) {
            assigned_.insert(names.front());
        }
    }

    SourceContext scratch_;
    BuildContext context_;
    std::set<std::string> assigned_;  // Keys of the top level that got a value.
};

Result<void> validate_value(const Json& strategy, Json value, const BuildContext& context) {
    if (type_of(strategy) != "ValidateAdheresToSchema") {
        return unknown_component_error("validation strategy", strategy, context);
    }
    if (value.is_string()) {
        LEVADA_TRY(value, parse_json(value.as_string()).with("validation", "the value is no JSON text"));
    }
    const Json* base = strategy.find("base_schema");
    if (base == nullptr || !base->is_object()) {
        return Error(ErrorCode::invalid_data, "config validation: base_schema is no mapping");  // As in the CDK.
    }
    LEVADA_TRY(const std::optional<std::string> violation, schema_violation(value, *base));
    if (violation) {
        return Error(ErrorCode::invalid_data, "config validation: " + *violation);
    }
    return {};
}

Result<void> validate_path(const Json& node, const Json& config, BuildContext& context) {
    const FieldValues values(node, context);
    const Json* path = values.json("field_path");
    const Json* strategy = values.json("validation_strategy");
    if (path == nullptr || path->size() == 0 || strategy == nullptr) {
        return values.error("field_path", "field path is empty");
    }
    LEVADA_TRY(const auto steps, interpolated_list(*path, Json::object(), context));
    LEVADA_TRY(const std::vector<Json> elements, eval_all(steps));
    const dpath::Glob glob = dpath::glob_of(elements);
    if (!dpath::has_step(glob, "*")) {
        LEVADA_TRY(const Json* value, dpath::get(config, glob));
        return value == nullptr ? Result<void>() : validate_value(*strategy, *value, context);
    }
    LEVADA_TRY(const std::vector<const Json*> found, dpath::values(config, glob));
    for (const Json* value : found) {
        LEVADA_CHECK(validate_value(*strategy, *value, context));
    }
    return {};
}

}  // namespace

const Json* ConfigRules::rules(std::string_view name) const {
    const Json* all = spec_ == nullptr ? nullptr : spec_->find("config_normalization_rules");
    const Json* list = all == nullptr ? nullptr : all->find(name);
    return list != nullptr && list->is_array() ? list : nullptr;
}

std::vector<const Json*> ConfigRules::all_transformations() const {
    std::vector<const Json*> all;
    const auto add = [&all](const Json* list) {
        for (const Json* node : list == nullptr ? std::vector<const Json*>() : items_of(*list)) {
            all.push_back(node);
        }
    };
    if (const Json* migrations = rules("config_migrations")) {
        for (const Json& migration : migrations->as_array()) {
            add(migration.find("transformations"));
        }
    }
    add(rules("transformations"));
    return all;
}

Result<void> ConfigRules::check(SourceContext& source) const {
    BuildContext context(source);
    for (const Json* node : all_transformations()) {
        if (type_of(*node) == "ConfigRemapField") {
            LEVADA_CHECK(path_of(*node, "field_path", context));
        }
        if (const Json* fields = type_of(*node) == "ConfigAddFields" ? node->find("fields") : nullptr) {
            for (const Json* field : items_of(*fields)) {
                LEVADA_CHECK(path_of(*field, "path", context));
            }
        }
    }
    return {};
}

Result<MigratedConfig> ConfigRules::migrate(Json config, SourceContext& source) const {
    const Json* migrations = rules("config_migrations");
    if (migrations == nullptr) {
        return MigratedConfig{.config = std::move(config), .is_told = false};
    }
    Rewriter rewriter(config, source);
    for (const Json& migration : migrations->as_array()) {
        const Json* transformations = migration.find("transformations");
        for (const Json* node : transformations == nullptr ? std::vector<const Json*>() : items_of(*transformations)) {
            LEVADA_CHECK(rewriter.apply(*node));
        }
    }
    return MigratedConfig{.config = rewriter.config(), .is_told = rewriter.differs_at_the_top(config)};
}

Result<Json> ConfigRules::transform(Json config, SourceContext& source) const {
    const Json* transformations = rules("transformations");
    if (transformations == nullptr) {
        return config;
    }
    Rewriter rewriter(std::move(config), source);
    for (const Json& node : transformations->as_array()) {
        LEVADA_CHECK(rewriter.apply(node));
    }
    return rewriter.config();
}

Result<void> ConfigRules::validate(const Json& config, SourceContext& source) const {
    const Json* validations = rules("validations");
    if (validations == nullptr) {
        return {};
    }
    BuildContext context(source);
    for (const Json& node : validations->as_array()) {
        if (type_of(node) != "DpathValidator") {
            // The CDK calls PredicateValidator.validate() with an argument that it does not take.
            return Error(ErrorCode::invalid_data, "config validation: PredicateValidator always fails");
        }
        LEVADA_CHECK(validate_path(node, config, context));
    }
    return {};
}

}  // namespace levada::airbyte
