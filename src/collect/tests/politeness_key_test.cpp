#include "levada/collect/politeness_key.h"

#include "requests.h"

#include <gtest/gtest.h>

#include "levada/base/hash.h"

namespace levada {
namespace {

std::vector<Secret> secrets_of(const std::vector<std::string>& texts) {
    std::vector<Secret> secrets;
    for (const std::string& text : texts) {
        secrets.emplace_back(text);
    }
    return secrets;
}

TEST(PolitenessKeys, TellCredentialsApartWithoutHoldingThem) {
    // Goal: same host and credential share; another one of either does not; no secret is in a key.
    const PolitenessKeys keys;
    const std::string key = keys.of(request_to("https://a.example/x?page=1", "Bearer s3cr3t"));
    EXPECT_EQ(key, keys.of(request_to("https://a.example/y?page=2", "Bearer s3cr3t")));
    EXPECT_NE(key, keys.of(request_to("https://a.example/x", "Bearer other")));
    EXPECT_NE(key, keys.of(request_to("https://b.example/x", "Bearer s3cr3t")));
    EXPECT_NE(keys.of(request_to("https://a.example/?api_key=1")), keys.of(request_to("https://a.example/?api_key=2")));
    EXPECT_EQ(keys.of(request_to("https://a.example:8443/")), "a.example:8443");
    EXPECT_EQ(key.find("s3cr3t"), std::string::npos);
}

TEST(PolitenessKeys, AskingForATokenCountsAsUsingIt) {
    // Goal: a token endpoint at the API's own host shares the budget of the tokens it gives, however it is asked.
    const PolitenessKeys keys(secrets_of({"client-secret", "refresh"}));
    const std::string data = keys.of(request_to("https://a.example/items", "Bearer h0ur-1"));
    HttpRequest form = request_to("https://a.example/token");
    form.is_authentication = true;
    form.body = "grant_type=refresh_token&refresh_token=refresh&client_secret=client-secret";
    HttpRequest basic = request_to("https://a.example/token", "Basic " + base64_encode("id:client-secret"));
    basic.is_authentication = true;
    EXPECT_EQ(keys.of(form), data);
    EXPECT_EQ(keys.of(basic), data);
    form.url = "https://login.example/token";
    EXPECT_NE(keys.of(form), data) << "another host is another API";
}

TEST(PolitenessKeys, ACredentialIsWhatIdentifiesIt) {
    // Goal: what two requests of two pipelines carry, and whether they meet in one budget. Each pipeline has its
    // configured secrets.
    struct Case {
        const char* name;
        std::vector<std::string> secrets;
        const char* sent;
        std::vector<std::string> other_secrets;
        const char* other_sent;
        bool want_same;
    };
    const std::string basic = "Basic " + base64_encode("user:passw0rd");
    const Case cases[] = {
        {"one token in both", {"t0ken-1"}, "Bearer t0ken-1", {"t0ken-1", "another"}, "Bearer t0ken-1", true},
        {"another token", {"t0ken-1"}, "Bearer t0ken-1", {"t0ken-2"}, "Bearer t0ken-2", false},
        {"an obtained token that changed", {"refresh"}, "Bearer h0ur-1", {"refresh"}, "Bearer h0ur-2", true},
        {"obtained by different accounts", {"refresh-1"}, "Bearer h0ur-1", {"refresh-2"}, "Bearer h0ur-1", false},
        {"two tokens of one list", {"tok-1,tok-2"}, "Bearer tok-1", {"tok-1,tok-2"}, "Bearer tok-2", false},
        {"user and password", {"passw0rd"}, basic.c_str(), {"passw0rd"}, basic.c_str(), true},
        {"short texts are no credentials", {"abc"}, "Bearer abc-1", {"abc"}, "Bearer abc-2", false},
        {"secrets in another order", {"aaaa", "bbbb"}, "Bearer x1", {"bbbb", "aaaa"}, "Bearer x2", true},
    };
    for (const Case& c : cases) {
        const std::string one = PolitenessKeys(secrets_of(c.secrets)).of(request_to("https://a.example/", c.sent));
        const std::string other =
            PolitenessKeys(secrets_of(c.other_secrets)).of(request_to("https://a.example/", c.other_sent));
        EXPECT_EQ(one == other, c.want_same) << c.name << ": " << one << " and " << other;
        for (const std::string& secret : c.secrets) {
            EXPECT_EQ(one.find(secret), std::string::npos) << c.name;
        }
    }
}

}  // namespace
}  // namespace levada
