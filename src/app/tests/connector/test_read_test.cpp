#include "connector/test_read.h"

#include <gtest/gtest.h>

#include "levada/testing/scripted_http.h"

namespace levada::app {
namespace {

struct Fixture {
    testing::ScriptedHttp http{[](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.url.ends_with("/down")) {
            return Error(ErrorCode::unavailable, "no connection with k3y-of-the-shop");
        }
        HttpResponse response;
        response.status = 200;
        response.headers.add("Content-Type", "application/json");
        response.headers.add("Set-Cookie", "session=1");
        response.body = R"([{"id":1,"echo":"k3y-of-the-shop"},{"id":2}])";
        return response;
    }};
    TestRead test{http, 3};

    void ask(const std::string& path) {
        HttpRequest request;
        request.url = "https://a.test" + path;
        request.headers.add("Authorization", "Bearer k3y-of-the-shop");
        static_cast<void>(test.send(request, Deadline::never()));
    }
    Status give(const std::vector<std::string_view>& records) {
        return test.records({.stream = "items", .records = records});
    }
};

TEST(TestRead, KeepsRecordsWithTheirRequest) {
    // Goal: records stand under the request that brought them, requests under their slice; the limit ends the read.
    Fixture f;
    f.ask("/login");
    f.test.begin_slice(Json::object({{"day", 1}}));
    f.ask("/items");
    ASSERT_TRUE(f.give({R"({"id":1})", R"({"id":2})"}).has_value());
    f.ask("/items?page=2");
    EXPECT_EQ(f.give({R"({"id":3})", R"({"id":4})"}).error().code(), ErrorCode::cancelled);
    const Json report = f.test.to_json("items");
    const Json::Array& slices = report.find("slices")->as_array();
    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(slices[0].find("pages")->as_array()[0].find("records")->size(), 0U);
    EXPECT_EQ(slices[1].find("slice_descriptor")->dump(), R"({"day":1})");
    EXPECT_EQ(slices[1].find("pages")->as_array()[0].find("records")->dump(), R"([{"id":1},{"id":2}])");
    EXPECT_EQ(slices[1].find("pages")->as_array()[1].find("records")->dump(), R"([{"id":3}])");
    EXPECT_EQ(report.find("record_count")->as_integer(), 3);
    EXPECT_TRUE(report.find("test_read_limit_reached")->as_boolean());
    EXPECT_EQ(report.find("inferred_schema")->find("properties")->size(), 1U);
}

TEST(TestRead, NothingOfItHoldsASecret) {
    // Goal: headers, bodies, records, errors and logs, in both forms.
    Fixture f;
    f.test.hide({"k3y-of-the-shop"});
    f.ask("/items?api_key=k3y-of-the-shop");
    f.ask("/down");
    ASSERT_TRUE(f.give({R"({"echo":"k3y-of-the-shop"})"}).has_value());
    ASSERT_TRUE(f.test.error({"items", "config_error", "403 for k3y-of-the-shop", ""}).has_value());
    ASSERT_TRUE(f.test.log(airbyte::LogLevel::info, "with k3y-of-the-shop").has_value());
    ASSERT_TRUE(f.test.state("items", Json::object({{"at", 1}}), 1).has_value());
    ASSERT_TRUE(f.test.rate_limited("items").has_value());
    ASSERT_TRUE(f.test.config_changed(Json::object()).has_value());
    EXPECT_TRUE(f.test.has_failed());
    for (const std::string& text : {f.test.to_json("items").dump(), f.test.to_text("items")}) {
        EXPECT_EQ(text.find("k3y-of-the-shop"), std::string::npos) << text;
        EXPECT_NE(text.find("REDACTED"), std::string::npos) << text;
        EXPECT_NE(text.find("no connection"), std::string::npos) << text;
    }
}

TEST(TestRead, ForPeople) {
    // Goal: requests, answers, records, schema and state, long ones cut.
    Fixture f;
    f.test.begin_slice(Json::object({{"shop", 7}}));
    f.ask("/items");
    const std::string wide = R"({"id":1,"text":")" + std::string(1000, 'x') + "\"}";
    ASSERT_TRUE(f.give({wide}).has_value());
    const std::string text = f.test.to_text("items");
    for (const char* want : {"stream items\nslice {\"shop\":7}\n  1. GET https://a.test/items\n",
                             "     -> 200, 44 bytes, application/json\n",
                             "     1 record\n       {\"id\":1,\"text\":\"xxx",
                             " bytes more)\n",
                             "schema of 1 record\n  id: null or integer\n  text: null or string\n"}) {
        EXPECT_NE(text.find(want), std::string::npos) << "wanted " << want << "\nfound " << text;
    }
}

}  // namespace
}  // namespace levada::app
