#pragma once

#include "manifest_check.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/yaml.h"

namespace levada::airbyte::testing {

/// What holds for every declared component: its example is one of it and complete, and a field of the wrong type is
/// refused with the name of the field.
inline void expect_spec_holds(std::string_view type) {
    const ComponentInfo* info = find_component(type);
    ASSERT_NE(info, nullptr) << type << " is not registered";
    EXPECT_FALSE(info->summary.empty()) << type;
    const Result<Json> example = parse_yaml(info->example, "example");
    ASSERT_TRUE(example.has_value()) << type << ": " << example.error().to_string();
    EXPECT_EQ(type_of(*example), type);
    for (const Json::Member& member : example->as_object()) {
        const bool is_known =
            member.key == "type" || std::any_of(info->fields.begin(), info->fields.end(), [&](const Field& field) {
                return field.name == member.key;
            });
        EXPECT_TRUE(is_known) << type << ": the example uses the undeclared field " << member.key;
    }
    for (const Field& field : info->fields) {
        EXPECT_TRUE(!field.is_required || example->contains(field.name))
            << type << ": the example lacks " << field.name;
        if (has_type(field.types, JsonTypes::boolean) || field.types == JsonTypes::any) {
            continue;
        }
        Json wrong = *example;
        wrong.set(field.name, Json(true));
        const Result<void> checked = check_component(wrong, "m.yaml");
        ASSERT_FALSE(checked.has_value()) << type << "." << field.name << " takes a boolean";
    }
}

}  // namespace levada::airbyte::testing
