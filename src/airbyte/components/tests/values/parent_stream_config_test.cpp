#include "parent_stream_config.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ParentStreamConfig, ValueAt) {
    struct Case {
        const char* name;
        const char* record;
        std::vector<std::string> steps;
        const char* want;
    };
    const Case kCases[] = {
        {"top level", R"({"id": 7})", {"id"}, "7"},
        {"missing", R"({"id": 7})", {"no"}, ""},
        {"null", R"({"id": null})", {"id"}, "null"},
        {"nested", R"({"a": {"b": [1, 2]}})", {"a", "b"}, "[1,2]"},
        {"nested and missing", R"({"a": {"b": 1}})", {"a", "c"}, ""},
        {"list item", R"({"a": [{"b": "x"}]})", {"a", "0", "b"}, "\"x\""},
        {"glob", R"({"a": {"bc": 3}})", {"a", "b*"}, "3"},
        {"a dot is part of the key", R"({"a.b": 3})", {"a.b"}, "3"},
    };
    for (const Case& c : kCases) {
        const std::optional<Json> value = ParentStreamConfig::value_at(c.record, c.steps).value();
        EXPECT_EQ(value ? value->dump() : "", c.want) << c.name;
    }
    EXPECT_EQ(ParentStreamConfig::value_at(R"({"a": {"b": 1, "c": 2}})", {"a", "*"}).error().code(),
              ErrorCode::invalid_data)
        << "two values fit";
}

TEST(ParentStreamConfig, RawAt) {
    EXPECT_EQ(raw_at(R"({"a": {"b": "x"}})", {"a", "b"}), R"("x")");
    EXPECT_EQ(raw_at(R"({"a": [1]})", {"a", "0"}), std::nullopt);
    EXPECT_EQ(raw_at("{}", {}), "{}");
}

TEST(ParentStreamConfig, Declared) {
    const ComponentInfo* info = find_component("ParentStreamConfig");
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(testing::yaml(info->example).string_or("parent_key", ""), "id");
}

}  // namespace
}  // namespace levada::airbyte
