#include "python_url.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonUrl, Join) {
    struct Case {
        const char* base;
        const char* reference;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"https://a.test/v1/", "items", "https://a.test/v1/items"},
        {"https://a.test/v1/", "/items", "https://a.test/items"},
        {"https://a.test/v1/", "https://b.test/x?y=1", "https://b.test/x?y=1"},
        {"https://a.test/v1/", "../v2/./x", "https://a.test/v2/x"},
        {"https://a.test/v1/", "a//b", "https://a.test/v1/a/b"},
        {"https://a.test/v1/", "?q=1", "https://a.test/v1/?q=1"},
        {"https://a.test/v1/", "users:search", "users:search"},
        {"https://a.test", "//c.test/x", "https://c.test/x"},
        {"", "x", "x"},
        {"https://a.test/v1/", "", "https://a.test/v1/"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(url_join(c.base, c.reference), c.want) << c.base << " + " << c.reference;
    }
}

TEST(PythonUrl, Prepare) {
    struct Case {
        const char* url;
        const char* params;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"https://A.test", "{}", "https://a.test/"},
        {"https://a.test/x y", R"({"q":"a b&c"})", "https://a.test/x%20y?q=a+b%26c"},
        {"https://a.test/x?y=1", R"({"l":[1,"2"],"n":null})", "https://a.test/x?y=1&l=1&l=2"},
        {"https://a.test/%7euser/%zz", "{}", "https://a.test/%257Euser/%25zz"},
        {"https://a.test/%7euser", "{}", "https://a.test/~user"},
        {"https://a.test/a/../b/./c", "{}", "https://a.test/b/c"},
        {"https://a.test/x", R"({"b":true,"f":20.0})", "https://a.test/x?b=True&f=20.0"},
        {"https://a.test/\xC3\xBC", "{}", "https://a.test/%C3%BC"},
    };
    for (const Case& c : kCases) {
        const Result<std::string> prepared = prepare_url(c.url, parse_json(c.params).value());
        ASSERT_TRUE(prepared) << c.url << ": " << prepared.error().to_string();
        EXPECT_EQ(*prepared, c.want) << c.url;
    }
    EXPECT_FALSE(prepare_url("a.test/x", Json::object()));
    EXPECT_FALSE(prepare_url("https://", Json::object()));
}

TEST(PythonUrl, DuplicateParams) {
    const Json params = parse_json(R"({"a":1,"b":"2","c":"x"})").value();
    EXPECT_EQ(without_duplicate_params("https://a.test/?a=1&b=3", params).dump(), R"({"b":"2","c":"x"})");
    EXPECT_EQ(without_duplicate_params("https://a.test/", params), params);
}

TEST(PythonUrl, ForeignScheme) {
    EXPECT_TRUE(has_foreign_scheme("ftp://a.test"));
    EXPECT_FALSE(has_foreign_scheme("HTTPS://a.test"));
    EXPECT_FALSE(has_foreign_scheme("a.test"));
}

TEST(PythonUrl, Form) {
    EXPECT_EQ(encode_form(parse_json(R"({"a":"1 2","m":{"x":1,"y":2}})").value()), "a=1+2&m=x&m=y");
    EXPECT_EQ(encode_form(parse_json(R"({"l":[1,null,[2,null,[3]],{"k":1},[]],"n":null})").value()),
              "l=1&l=2&l=None&l=%5B3%5D&l=k");
}

}  // namespace
}  // namespace levada::airbyte
