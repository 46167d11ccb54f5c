#include "levada/gateway/router.h"

#include <gtest/gtest.h>

namespace levada::gateway {
namespace {

Handler named(const char* name) {
    return [name](const Request&) { return Response::text(200, name); };
}

std::string match(const Router& router, std::string_view method, std::string_view path) {
    Router::Match found = router.match(method, path);
    if (found.handler == nullptr) {
        return std::to_string(found.refusal.status);
    }
    std::string shown = (*found.handler)(Request()).body;
    for (const Parameter& parameter : found.parameters) {
        shown += " " + parameter.name + "=" + parameter.value;
    }
    return shown;
}

TEST(Router, Match) {
    Router router;
    for (const auto& [method, pattern] : {std::pair("GET", "/{all*}"),
                                          std::pair("GET", "/v1/tables/{table}"),
                                          std::pair("DELETE", "/v1/tables/{table}"),
                                          std::pair("GET", "/v1/tables/special"),
                                          std::pair("GET", "/v1/{kind}/list"),
                                          std::pair("HEAD", "/own"),
                                          std::pair("GET", "/own"),
                                          std::pair("POST", "/post"),
                                          std::pair("*", "/any/{rest*}"),
                                          std::pair("GET", "/")}) {
        ASSERT_TRUE(router.add(method, pattern, Execution::inline_io, named(pattern))) << pattern;
    }
    struct Case {
        const char* method;
        const char* path;
        const char* want;
    };
    const Case cases[] = {
        {"GET", "/", "/"},
        {"GET", "/v1/tables/a.b", "/v1/tables/{table} table=a.b"},
        {"GET", "/v1/tables/a%2Fb%20c", "/v1/tables/{table} table=a/b c"},
        {"HEAD", "/v1/tables/a.b", "/v1/tables/{table} table=a.b"},
        {"GET", "/v1/tables/special", "/v1/tables/special"},
        {"GET", "/v1/x/list", "/v1/{kind}/list kind=x"},
        {"GET", "/v1/tables/", "/{all*} all=v1/tables/"},
        {"GET", "/v1/tables/a/b", "/{all*} all=v1/tables/a/b"},
        {"PUT", "/v1/tables/a", "405"},
        {"GET", "/post", "405"},
        {"PATCH", "/any/a/b", "/any/{rest*} rest=a/b"},
        {"GET", "/any", "/any/{rest*} rest="},
        {"GET", "/v1/tables/%zz", "400"},
        {"GET", "*", "404"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(match(router, c.method, c.path), c.want) << c.method << " " << c.path;
    }
    EXPECT_EQ(router.match("PUT", "/v1/tables/a").refusal.headers.back().value, "DELETE, GET, HEAD");
    EXPECT_EQ(router.describe().size(), 10U);
}

TEST(Router, NoRouteIsNotFound) {
    const Router router;
    EXPECT_EQ(match(router, "GET", "/"), "404");
}

TEST(Router, AddRefuses) {
    struct Case {
        const char* pattern;
        ErrorCode want;
    };
    const Case cases[] = {
        {"no-slash", ErrorCode::invalid_config},
        {"/{}", ErrorCode::invalid_config},
        {"/{a}/{a}", ErrorCode::invalid_config},
        {"/{a*}/b", ErrorCode::invalid_config},
        {"/there", ErrorCode::conflict},
    };
    Router router;
    ASSERT_TRUE(router.add("GET", "/there", Execution::inline_io, named("")));
    for (const Case& c : cases) {
        const Status added = router.add("GET", c.pattern, Execution::inline_io, named(""));
        ASSERT_FALSE(added.has_value()) << c.pattern;
        EXPECT_EQ(added.error().code(), c.want) << c.pattern;
    }
}

}  // namespace
}  // namespace levada::gateway
