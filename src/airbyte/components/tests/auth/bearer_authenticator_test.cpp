#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(BearerAuthenticator, Header) {
    struct Case {
        const char* token;
        const char* want;
    };
    // The token goes through Python's literal_eval and back to text.
    constexpr Case kCases[] = {{"\"abc\"", "Bearer abc"}, {"\"007\"", "Bearer 007"}, {"\"1_0\"", "Bearer 10"}};
    for (const Case& c : kCases) {
        AnsweringFixture fixture(yaml(std::string("token: ") + c.token), {});
        const auto authenticator =
            fixture.make<Authenticator>("type: BearerAuthenticator\napi_token: \"{{ config['token'] }}\"").value();
        EXPECT_EQ(signed_header(*authenticator), c.want) << c.token;
    }
}

}  // namespace
}  // namespace levada::airbyte
