#include "jwt_sign.h"

#include <gtest/gtest.h>

#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

// A throw-away key of the curve P-256, made for this test.
constexpr const char* kEcKey =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOVbSEMAHBa20wfXb\n"
    "zQdy+1h5ogzLD5TUoplUuemE0UahRANCAAQ+TBgteKvZ3bqw+gbkgk8esnMDNE3I\n"
    "ULMKcvBZ68wcje3FDrbfR+0HS5aFkX34HTc/3QBeDXfCzaVX0PciW+4n\n"
    "-----END PRIVATE KEY-----\n";

TEST(SignJwt, Hs256) {
    // Source: RFC 7519's example payload, signed with PyJWT 2.
    const Json header = parse_json(R"({"typ":"JWT","alg":"HS256"})").value();
    const Json payload = parse_json(R"({"sub":"1234567890","name":"J\u00f6"})").value();
    const Result<std::string> token = sign_jwt(header, payload, "secret", "");
    ASSERT_TRUE(token) << token.error().to_string();
    EXPECT_TRUE(token->starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")) << *token;
    EXPECT_EQ(split(*token, '.').size(), 3U);
    EXPECT_EQ(split(*token, '.')[2].size(), 43U);
}

TEST(SignJwt, EcSignatureIsRaw) {
    const Json header = parse_json(R"({"alg":"ES256"})").value();
    const Result<std::string> token = sign_jwt(header, Json::object(), kEcKey, "");
    ASSERT_TRUE(token) << token.error().to_string();
    EXPECT_EQ(split(*token, '.')[2].size(), 86U);
}

TEST(SignJwt, Refused) {
    struct Case {
        const char* algorithm;
        const char* key;
        ErrorCode want;
    };
    const Case cases[] = {{"none", "x", ErrorCode::unsupported},
                          {"HS256", kEcKey, ErrorCode::invalid_data},
                          {"RS256", "no key", ErrorCode::invalid_data},
                          {"RS256", kEcKey, ErrorCode::invalid_data}};
    for (const Case& c : cases) {
        const Result<std::string> token =
            sign_jwt(Json::object({{"alg", Json(c.algorithm)}}), Json::object(), c.key, "");
        ASSERT_FALSE(token) << c.algorithm;
        EXPECT_EQ(token.error().code(), c.want) << c.algorithm;
    }
}

TEST(PythonJson, AsciiAndOrder) {
    const Json value = parse_json("{\"b\":\"\xC3\xBC\",\"a\":\"\xF0\x9F\x98\x80\"}").value();
    EXPECT_EQ(python_json(value, KeyOrder::kept), R"({"b":"\u00fc","a":"\ud83d\ude00"})");
    EXPECT_EQ(python_json(value, KeyOrder::sorted), R"({"a":"\ud83d\ude00","b":"\u00fc"})");
}

}  // namespace
}  // namespace levada::airbyte
