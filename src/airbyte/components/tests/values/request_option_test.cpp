#include "levada/airbyte/components/request_option.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(RequestOption, Inject) {
    struct Case {
        const char* name;
        const char* node;
        const char* params;
        const char* headers;
        const char* data;
        const char* json;
    };
    constexpr Case kCases[] = {
        {"parameter", "inject_into: request_parameter\nfield_name: page", R"({"page":7})", "{}", "{}", "{}"},
        {"header", "inject_into: header\nfield_name: X-Page", "{}", R"({"X-Page":7})", "{}", "{}"},
        {"form", "inject_into: body_data\nfield_name: a.b", "{}", "{}", R"({"a.b":7})", "{}"},
        {"body", "inject_into: body_json\nfield_name: page", "{}", "{}", "{}", R"({"page":7})"},
        {"nested",
         "inject_into: body_json\nfield_path: [data, \"{{ config['k'] }}\"]",
         "{}",
         "{}",
         "{}",
         R"({"data":{"key":7}})"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture(testing::yaml("k: key"));
        const Json node = testing::yaml(std::string("type: RequestOption\n") + c.node);
        const Result<RequestOption> option = RequestOption::make(node, fixture.context);
        ASSERT_TRUE(option) << c.name << ": " << option.error().to_string();
        RequestParts parts;
        ASSERT_TRUE(option->inject(parts, Json(7))) << c.name;
        EXPECT_EQ(parts.params.dump(), c.params) << c.name;
        EXPECT_EQ(parts.headers.dump(), c.headers) << c.name;
        EXPECT_EQ(parts.body_data.dump(), c.data) << c.name;
        EXPECT_EQ(parts.body_json.dump(), c.json) << c.name;
    }
}

TEST(RequestOption, Refused) {
    constexpr const char* kNodes[] = {
        "type: RequestOption\ninject_into: header",
        "type: RequestOption\ninject_into: body_json\nfield_name: a\nfield_path: [b]",
        "type: RequestOption\ninject_into: header\nfield_path: [a, b]",
    };
    for (const char* text : kNodes) {
        testing::ComponentFixture fixture;
        const Json node = testing::yaml(text);
        const Result<RequestOption> option = RequestOption::make(node, fixture.context);
        ASSERT_FALSE(option) << text;
        EXPECT_EQ(option.error().code(), ErrorCode::invalid_config) << text;
    }
}

TEST(RequestOption, FieldPathThroughScalar) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml("type: RequestOption\ninject_into: body_json\nfield_path: [a, b]");
    const RequestOption option = RequestOption::make(node, fixture.context).value();
    RequestParts parts;
    parts.body_json.set("a", Json(1));
    const Result<void> injected = option.inject(parts, Json(7));
    ASSERT_FALSE(injected);
    EXPECT_EQ(injected.error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
