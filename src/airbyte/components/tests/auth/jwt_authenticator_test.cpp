#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(JwtAuthenticator, Token) {
    AnsweringFixture fixture(yaml("{key: secret, id: me}"), {});
    const auto authenticator =
        fixture
            .make<Authenticator>(
                "type: JwtAuthenticator\nsecret_key: \"{{ config['key'] }}\"\nalgorithm: HS256\ntoken_duration: 60\n"
                "header_prefix: Bearer\njwt_payload: {iss: \"{{ config['id'] }}\"}\nadditional_jwt_payload: {x: 1}")
            .value();
    const std::string header = signed_header(*authenticator);
    // {"alg":"HS256","typ":"JWT"} and {"x":1,"iss":"me","iat":1707523200,"exp":1707523260,"nbf":1707523200}
    EXPECT_TRUE(header.starts_with(
        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJ4IjoxLCJpc3MiOiJtZSIsImlhdCI6MTcwNzUyMzIwMCwiZXhwIjoxNzA3NTIzMjYwLCJuYmYiOjE3MDc1MjMyMDB9."))
        << header;
}

TEST(JwtAuthenticator, ClaimWithoutAValueIsNull) {
    AnsweringFixture fixture(Json::object(), {});
    const auto authenticator = fixture
                                   .make<Authenticator>(
                                       "type: JwtAuthenticator\nsecret_key: k\nalgorithm: HS256\ntoken_duration: 60\n"
                                       "additional_jwt_payload: {x: \"{{ config['no'] }}\"}")
                                   .value();
    // {"x":null,"iat":…
    EXPECT_NE(signed_header(*authenticator).find(".eyJ4IjpudWxsLCJpYXQiO"), std::string::npos);
}

TEST(JwtAuthenticator, ReservedNames) {
    AnsweringFixture fixture(Json::object(), {});
    for (const char* more : {"additional_jwt_headers: {alg: x}", "additional_jwt_payload: {exp: 1}"}) {
        const auto authenticator =
            fixture.make<Authenticator>(std::string("type: JwtAuthenticator\nsecret_key: k\nalgorithm: HS256\n") + more)
                .value();
        const Result<RequestParts> parts = authenticator->options();
        ASSERT_FALSE(parts) << more;
        EXPECT_EQ(parts.error().code(), ErrorCode::invalid_data) << more;
    }
}

}  // namespace
}  // namespace levada::airbyte
