#include <set>
#include <string>

#include <gtest/gtest.h>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/yaml.h"

namespace levada::airbyte {
namespace {

TEST(ComponentRegistry, EveryComponentIsDescribedAndFound) {
    std::set<std::string_view> types;
    for (const ComponentInfo& info : all_components()) {
        EXPECT_TRUE(types.insert(info.type).second) << info.type << " is there twice";
        EXPECT_FALSE(info.summary.empty()) << info.type;
        EXPECT_EQ(find_component(info.type), &info);
        EXPECT_TRUE(parse_yaml(info.example, "example").has_value()) << info.type;
    }
    EXPECT_GT(types.size(), 50U);
    EXPECT_EQ(find_component("NoSuchThing"), nullptr);
}

TEST(ComponentRegistry, FieldsNameOnlyComponentsThatExistOrArePython) {
    for (const ComponentInfo& info : all_components()) {
        for (const Field& field : info.fields) {
            for (const std::string_view type : field.components) {
                EXPECT_TRUE(find_component(type) != nullptr || type.starts_with("Custom"))
                    << info.type << "." << field.name << " names " << type;
            }
        }
    }
}

}  // namespace
}  // namespace levada::airbyte
