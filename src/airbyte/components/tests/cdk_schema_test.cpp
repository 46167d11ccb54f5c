#include "manifest_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/file.h"
#include "levada/testing/source_folder.h"

namespace levada::airbyte {
namespace {

/// What the CDK's manifest schema says of its components; see derive_cdk_schema.py.
Json cdk_schema() {
    const Result<std::string> text =
        read_file(levada::testing::source_folder() / "src/airbyte/components/tests/cdk_schema.json");
    EXPECT_TRUE(text.has_value());
    return parse_json(text.value()).value();
}

/// Components that are not looked into: they are Python, or data that is handed on as it is.
bool is_passed_over(std::string_view type) {
    return type.starts_with("Custom") || type == "Schemas";
}

Json with(const Json& node, std::string_view key, Json value) {
    Json made = node;
    made.set(key, std::move(value));
    return made;
}

/// Compares one component's spec with the schema; what differs is told by name.
class Comparison {
public:
    /// `name`: of the component in the schema; `type`: what it says in a manifest.
    Comparison(const Json& schema, std::string_view name, std::string_view type)
        : schema_(schema), type_(type), component_(*schema.find("components")->find(name)) {}

    void run() {
        minimal_ = component_.find("minimal");
        expect(*minimal_, true, "the smallest one");
        for (const Json& required : component_.find("required")->as_array()) {
            Json without = *minimal_;
            without.erase(required.as_string());
            expect(without, false, "without \"" + required.as_string() + "\"");
        }
        for (const Json::Member& member : component_.find("fields")->as_object()) {
            look_at(member.key, member.value);
        }
        const ComponentInfo* info = find_component(type_);
        for (const Field& field : info->fields) {
            EXPECT_TRUE(component_.find("fields")->contains(field.name))
                << type_ << "." << field.name << " is no field of the schema";
        }
    }

private:
    void expect(const Json& node, bool is_valid, const std::string& what) const {
        const Result<void> checked = check_typed_component(node, type_, "m.yaml");
        EXPECT_EQ(checked.has_value(), is_valid)
            << type_ << ", " << what << ": " << node.dump()
            << (checked.has_value() ? std::string() : "\n" + checked.error().to_string());
    }

    void look_at(const std::string& name, const Json& field) const {
        const ComponentInfo* info = find_component(type_);
        const bool is_known =
            std::any_of(info->fields.begin(), info->fields.end(), [&](const Field& one) { return one.name == name; });
        EXPECT_TRUE(is_known) << type_ << "." << name << " is not in the spec";
        const auto probe = [&](const std::string& verdicts, const auto& made) {
            for (std::size_t i = 0; i < verdicts.size(); ++i) {
                const Json& value = schema_.find("probes")->as_array()[i];
                expect(made(value), verdicts[i] == '1', name + " = " + value.dump());
            }
        };
        if (!is_lax(name)) {
            probe(std::string(field.string_or("takes", "")),
                  [&](const Json& value) { return with(*minimal_, name, value); });
        }
        for (const Json::Member& inner : members_of(field, "inner")) {
            const std::string verdicts = inner.value.as_string();
            probe(verdicts, [&](const Json& value) {
                return with(*minimal_, name, with(*field.find("inner_minimal"), inner.key, value));
            });
        }
        look_at_components(name, field);
    }

    void look_at_components(const std::string& name, const Json& field) const {
        if (const Json* values = field.find("enum")) {
            for (const Json& value : values->as_array()) {
                expect(with(*minimal_, name, value), true, name + " = " + value.dump());
            }
        }
        for (const std::string place : {"of", "items_of", "values_of"}) {
            const Json* types = field.find(place);
            for (const Json& type : types == nullptr ? Json::Array() : types->as_array()) {
                if (is_passed_over(type.as_string())) {
                    continue;
                }
                const Json& minimal = *schema_.find("components")->find(type.as_string())->find("minimal");
                expect(with(*minimal_, name, placed(place, minimal)), true, name + " of " + type.as_string());
                const Json wrong = Json::object({{"type", "NoSuchThing"}});
                expect(with(*minimal_, name, placed(place, wrong)), !needs_type(type), name + " of no known type");
            }
        }
    }

    /// Fields whose schema forgets to say that they are mappings: the CDK refuses other values a step later.
    bool is_lax(const std::string& name) const {
        return name == "refresh_token_updater" || name == "record_merge_strategy" || name == "request_authentication";
    }

    bool needs_type(const Json& type) const {
        const Json& component = *schema_.find("components")->find(type.as_string());
        return component.boolean_or("is_typed", true) || component.find("required")->size() > 0;
    }

    static Json placed(std::string_view place, const Json& component) {
        if (place == "of") {
            return component;
        }
        return place == "items_of" ? Json::array({component, component}) : Json::object({{"k", component}});
    }

    static Json::Object members_of(const Json& node, std::string_view key) {
        const Json* found = node.find(key);
        return found == nullptr ? Json::Object() : found->as_object();
    }

    const Json& schema_;
    std::string type_;
    const Json& component_;
    const Json* minimal_ = nullptr;
};

TEST(CdkSchema, EveryComponentAndFieldIsAsInTheCdk) {
    // Goal: no component, field, type, closed list or required field of the CDK's manifest schema is missing or
    // different. Method: values of every kind in every field; the schema's own verdict on them was recorded.
    const Json schema = cdk_schema();
    EXPECT_GT(schema.find("components")->size(), 120U);
    for (const Json::Member& member : schema.find("components")->as_object()) {
        if (is_passed_over(member.key)) {
            continue;
        }
        const std::string_view type = member.value.find("minimal")->string_or("type", member.key);
        if (find_component(type) == nullptr) {
            ADD_FAILURE() << member.key << " has no spec";
            continue;
        }
        Comparison(schema, member.key, type).run();
    }
}

TEST(CdkSchema, NothingIsIgnoredOrRefusedUnnoticed) {
    // Goal: a field that is not acted on is known here by name, with the reason.
    const std::vector<std::string> wanted = {
        "FileUploader.file_extractor: the CDK does not look at it either",
    };
    std::vector<std::string> found;
    for (const ComponentInfo& info : all_components()) {
        for (const Field& field : info.fields) {
            if (field.is_ignored || field.is_refused) {
                found.push_back(std::string(info.type) + "." + std::string(field.name));
            }
        }
    }
    ASSERT_EQ(found.size(), wanted.size()) << ::testing::PrintToString(found);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_TRUE(wanted[i].starts_with(found[i] + ":")) << found[i];
    }
}

}  // namespace
}  // namespace levada::airbyte
