#include "levada/ports/redirects.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Redirects, ReferencesResolveAsRfc3986Says) {
    // Goal: the examples of RFC 3986 section 5.4 that http allows.
    struct Case {
        const char* reference;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"g#s", "http://a/b/c/g#s"},
        {"", "http://a/b/c/d?q"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../../../g", "http://a/g"},
        {"https://h/x?y=1", "https://h/x?y=1"},
        {"g?next=http://x", "http://a/b/c/g?next=http://x"},
    };
    for (const Case& c : kCases) {
        const Result<std::string> got = resolve_reference("http://a/b/c/d?q", c.reference);
        ASSERT_TRUE(got.has_value()) << c.reference;
        EXPECT_EQ(*got, c.want) << "reference: " << c.reference;
    }
    EXPECT_EQ(resolve_reference("http://a/", "ftp://b/").error().code(), ErrorCode::invalid_data);
}

TEST(Redirects, MethodBodyAndCredentialsChangeAsInRequests) {
    // Goal: what of a POST with credentials is left after one redirect. Source: requests 2.32, sessions.py.
    struct Case {
        const char* name;
        int status;
        const char* location;
        const char* method;
        bool has_body;
        bool has_authorization;
    };
    constexpr Case kCases[] = {
        {"301 turns POST into GET", 301, "/x", "GET", false, true},
        {"302 too", 302, "/x", "GET", false, true},
        {"303 too", 303, "/x", "GET", false, true},
        {"307 keeps all", 307, "/x", "POST", true, true},
        {"308 keeps all", 308, "/x", "POST", true, true},
        {"another host loses the credentials", 307, "http://b.example/x", "POST", true, false},
        {"another port too", 307, "http://a.example:81/x", "POST", true, false},
        {"an upgrade to https keeps them", 307, "https://a.example/x", "POST", true, true},
        {"https on another port does not", 307, "https://a.example:8443/x", "POST", true, false},
    };
    for (const Case& c : kCases) {
        HttpRequest request{.method = "POST", .url = "http://a.example/start"};
        request.body = "payload";
        request.headers.add("Authorization", "Bearer t");
        request.headers.add("Cookie", "a=b");
        request.headers.add("Content-Type", "text/plain");
        HttpResponse response{.status = c.status};
        response.headers.add("location", c.location);
        const auto next = next_redirect(request, response);
        ASSERT_TRUE(next.has_value() && next->has_value()) << c.name;
        const HttpRequest& got = **next;
        EXPECT_EQ(got.method, c.method) << c.name;
        EXPECT_EQ(got.body.has_value(), c.has_body) << c.name;
        EXPECT_EQ(got.headers.find("content-type").has_value(), c.has_body) << c.name;
        EXPECT_EQ(got.headers.find("authorization").has_value(), c.has_authorization) << c.name;
        EXPECT_FALSE(got.headers.find("cookie").has_value()) << c.name;
    }
}

TEST(Redirects, OtherStatusesAndMissingLocationsAreNoRedirects) {
    // Goal: only five statuses with a location lead on.
    for (const int status : {200, 300, 304, 305, 404}) {
        HttpResponse response{.status = status};
        response.headers.add("Location", "/x");
        EXPECT_FALSE(next_redirect({.url = "http://a/"}, response)->has_value()) << status;
    }
    EXPECT_FALSE(next_redirect({.url = "http://a/"}, HttpResponse{.status = 302})->has_value());
}

TEST(Redirects, AreFollowedUpToThirty) {
    // Goal: 30 redirects are followed, the 31st is refused, and none when the request says so.
    for (const int hops : {0, 30, 31}) {
        int sent = 0;
        const auto got =
            send_following_redirects({.url = "http://a/0"}, [&](const HttpRequest&) -> Result<HttpResponse> {
                HttpResponse response{.status = sent < hops ? 302 : 200};
                response.headers.add("Location", "/" + std::to_string(++sent));
                return response;
            });
        EXPECT_EQ(got.has_value(), hops <= 30) << hops;
        EXPECT_EQ(sent, std::min(hops, 30) + 1) << hops;
        if (!got.has_value()) {
            EXPECT_EQ(got.error().code(), ErrorCode::invalid_data);
        }
    }
    HttpRequest still{.url = "http://a/0"};
    still.is_following_redirects = false;
    const auto got = send_following_redirects(still, [](const HttpRequest&) -> Result<HttpResponse> {
        HttpResponse response{.status = 302};
        response.headers.add("Location", "/x");
        return response;
    });
    EXPECT_EQ(got->status, 302);
}

}  // namespace
}  // namespace levada
