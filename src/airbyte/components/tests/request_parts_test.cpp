#include "levada/airbyte/components/request_parts.h"

#include <array>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

Json json_of(std::string_view text) {
    return parse_json(text).value();
}

TEST(RequestParts, Combine) {
    std::array<RequestParts, 2> parts;
    parts[0].params = json_of(R"({"a":1})");
    parts[1].params = json_of(R"({"b":2})");
    parts[0].body_json = json_of(R"({"q":{"x":1},"same":5})");
    parts[1].body_json = json_of(R"({"q":{"y":2},"same":5})");
    const Result<RequestParts> combined = combine(parts);
    ASSERT_TRUE(combined.has_value()) << combined.error().to_string();
    EXPECT_EQ(combined->params.dump(), R"({"a":1,"b":2})");
    EXPECT_EQ(combined->body_json.dump(), R"({"q":{"x":1,"y":2},"same":5})");
}

TEST(RequestParts, RefusesCollisions) {
    struct Case {
        const char* name;
        Json RequestParts::*member;
        const char* first;
        const char* second;
    };
    const Case cases[] = {
        {"parameter twice, even equal", &RequestParts::params, R"({"a":1})", R"({"a":1})"},
        {"header twice", &RequestParts::headers, R"({"h":"x"})", R"({"h":"y"})"},
        {"JSON body, different values", &RequestParts::body_json, R"({"q":{"x":1}})", R"({"q":{"x":2}})"},
        {"two texts", &RequestParts::body_data, R"("a")", R"("b")"},
        {"a text beside a mapping", &RequestParts::body_data, R"("a")", R"({"b":1})"},
        {"parameters as a text", &RequestParts::params, R"("a")", "{}"},
    };
    for (const Case& c : cases) {
        std::array<RequestParts, 2> parts;
        parts[0].*c.member = json_of(c.first);
        parts[1].*c.member = json_of(c.second);
        EXPECT_FALSE(combine(parts).has_value()) << "case: " << c.name;
    }
}

TEST(RequestParts, TextBodyAlone) {
    std::array<RequestParts, 2> parts;
    parts[1].body_data = Json("plain");
    EXPECT_EQ(combine(parts)->body_data.as_string(), "plain");
    EXPECT_EQ(&parts[0].at(InjectInto::header), &parts[0].headers);
    EXPECT_EQ(&parts[0].at(InjectInto::body_json), &parts[0].body_json);
}

}  // namespace
}  // namespace levada::airbyte
