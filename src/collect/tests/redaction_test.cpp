#include "levada/collect/redaction.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Redaction, KnowsTellingNames) {
    // Goal: names of credentials are told from names of paging tokens and other innocents.
    for (const char* name : {"Authorization",
                             "X-Api-Key",
                             "api_key",
                             "apikey",
                             "key",
                             "access_token",
                             "X-Shopify-Access-Token",
                             "Cookie",
                             "Set-Cookie",
                             "client_secret",
                             "password",
                             "X-Signature",
                             "sessionid",
                             "auth"}) {
        EXPECT_TRUE(Redaction::is_telling_name(name)) << name;
    }
    for (const char* name : {"page_token",
                             "nextPageToken",
                             "continuation-token",
                             "sync_token",
                             "cursor",
                             "Content-Type",
                             "Accept-Encoding",
                             "WWW-Authenticate",
                             "author",
                             "page",
                             "keyword",
                             "token_type"}) {
        EXPECT_FALSE(Redaction::is_telling_name(name)) << name;
    }
}

TEST(Redaction, UrlsLoseTheirCredentials) {
    // Goal: telling parameters, user info and configured secrets go; all else stays byte by byte.
    const Redaction redaction({Secret("s3cr3t/x"), Secret("abc")});
    struct Case {
        const char* url;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"https://a.example/p?page=2&api_key=K&q=a%20b", "https://a.example/p?page=2&api_key=REDACTED&q=a%20b"},
        {"https://user:pw@a.example/p", "https://REDACTED@a.example/p"},
        {"https://a.example/bot/s3cr3t/x/get", "https://a.example/bot/REDACTED/get"},
        {"https://a.example/?id=s3cr3t%2Fx", "https://a.example/?id=REDACTED"},
        {"https://a.example/abc?flag&x=", "https://a.example/abc?flag&x="},
        {"https://a.example/?page_token=t#frag", "https://a.example/?page_token=t#frag"},
        {"https://a.example/?access_token=t#frag?token=x", "https://a.example/?access_token=REDACTED#frag?token=x"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(redaction.url(c.url), c.want);
    }
}

TEST(Redaction, HeadersAndTextsLoseTheirCredentials) {
    // Goal: a header goes by its name or by a secret in its value; JSON-escaped secrets are found.
    const Redaction redaction({Secret("qu\"ote-secret")});
    HttpHeaders headers;
    headers.add("Authorization", "Bearer x");
    headers.add("Accept", "*/*");
    headers.add("X-Custom", "id qu\"ote-secret end");
    const HttpHeaders got = redaction.headers(headers);
    EXPECT_EQ(got.find("authorization"), "REDACTED");
    EXPECT_EQ(got.find("accept"), "*/*");
    EXPECT_EQ(got.find("x-custom"), "id REDACTED end");
    EXPECT_EQ(redaction.text(R"({"k":"qu\"ote-secret"})"), R"({"k":"REDACTED"})");
}

TEST(Redaction, BodiesOfAuthenticationExchanges) {
    // Goal: which exchanges obtain a credential, and what is left of their bodies.
    const Redaction redaction;
    HttpRequest request{.method = "POST", .url = "https://a.example/token"};
    EXPECT_FALSE(redaction.is_authentication(request));
    request.body = "grant_type=refresh_token&refresh_token=r&client_id=c";
    EXPECT_TRUE(redaction.is_authentication(request));
    EXPECT_EQ(redaction.authentication_request_body(*request.body),
              "grant_type=refresh_token&refresh_token=REDACTED&client_id=c");
    EXPECT_EQ(
        redaction.authentication_request_body(R"({"client_secret":"x","client_id":"c","nested":{"password":"p"}})"),
        R"({"client_secret":"REDACTED","client_id":"c","nested":{"password":"REDACTED"}})");
    EXPECT_EQ(redaction.authentication_response_body(
                  R"({"id":"sess-1","expires_in":3600,"token_type":"bearer","list":["a"]})"),
              R"({"id":"REDACTED","expires_in":3600,"token_type":"bearer","list":["REDACTED"]})");
    EXPECT_EQ(redaction.authentication_response_body(
                  R"({"expires_in":"3599","expires_at":"2026-01-01T00:00:00Z","expiring":"s3cret","n":"3599"})"),
              R"({"expires_in":"3599","expires_at":"2026-01-01T00:00:00Z","expiring":"REDACTED","n":"REDACTED"})")
        << "when a token ends is kept, and nothing that only looks like it";
    EXPECT_EQ(redaction.authentication_response_body("access_token=x"), "REDACTED");
    EXPECT_EQ(redaction.authentication_response_body(R"("bare token")"), "REDACTED");
    EXPECT_EQ(redaction.authentication_response_body(""), "");
    request.body.reset();
    request.is_authentication = true;
    EXPECT_TRUE(redaction.is_authentication(request));
}

}  // namespace
}  // namespace levada
