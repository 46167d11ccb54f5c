#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {
namespace {

std::string extracted(const std::string& fields, std::string body) {
    testing::ComponentFixture f(Json::object({{"k", "data"}}));
    const auto extractor = f.make<Extractor>("type: DpathExtractor\n" + fields);
    if (!extractor.has_value()) {
        return "error: " + extractor.error().message();
    }
    HttpResponse http;
    http.status = 200;
    http.body = std::move(body);
    http.body.reserve(http.body.size() + kHttpBodyPaddingBytes);
    Response response(std::move(http));
    RecordPage page;
    const Result<void> done = (*extractor)->extract(response, page);
    std::string all;
    for (const std::string_view record : page.records()) {
        all += std::string(record) + ";";
    }
    return all + (done.has_value() ? "" : "error");
}

TEST(DpathExtractor, Paths) {
    struct Case {
        const char* name;
        const char* path;
        const char* body;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"list", "[data]", R"({"data":[{"a":1},{"a":2}]})", R"({"a":1};{"a":2};)"},
        {"one mapping", "[data]", R"({"data":{"a":1}})", R"({"a":1};)"},
        {"empty mapping", "[data]", R"({"data":{}})", ""},
        {"missing", "[data]", R"({"x":1})", ""},
        {"root list", "[]", R"([{"a":1},{"a":2}])", R"({"a":1};{"a":2};)"},
        {"root mapping", "[]", R"({"a":1})", R"({"a":1};)"},
        {"path in each item of a root list", "[d]", R"([{"d":[1]},{"d":[2]}])", "1;2;"},
        {"template", "[\"{{ config.k }}\"]", R"({"data":[1]})", "1;"},
        {"star does not spread lists", "['*']", R"({"a":[1],"b":{"c":2}})", R"([1];{"c":2};)"},
        {"star inside", "[l, '*', x]", R"({"l":[{"x":1},{"y":0},{"x":[2]}]})", "1;[2];"},
        {"a number is no key", "['0', a]", R"({"0":{"a":[5]}})", ""},
        {"list index", "[l, '0', a]", R"({"l":[{"a":[5]}]})", "5;"},
        {"pattern", "['d?ta']", R"({"data":[{"a":1}]})", R"({"a":1};)"},
        {"pattern that fits twice", "['d*']", R"({"da":[1],"db":[2]})", "error"},
        {"empty keys", "[data]", R"({"":2,"data":[{"":{"":1}}]})", R"({"":{"":1}};)"},
        {"no JSON", "[data]", "<html>", ""},
        {"scalars", "[data]", R"({"data":["a",1]})", "\"a\";1;"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(extracted(std::string("field_path: ") + c.path + "\n", c.body), c.want) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
