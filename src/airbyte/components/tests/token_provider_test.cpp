#include "token_provider.h"

#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

class FixedToken final : public TokenProvider {
public:
    Result<std::string> token() override { return std::string("t"); }
};

TEST(TokenAuthenticator, PutsTheTokenWithItsPrefix) {
    TokenAuthenticator authenticator(std::make_shared<FixedToken>(), RequestOption::authorization_header(), "Word ");
    EXPECT_EQ(authenticator.options()->headers.dump(), R"({"Authorization":"Word t"})");
    EXPECT_EQ(signed_header(authenticator), "Word t");
    EXPECT_FALSE(authenticator.may_refresh());
}

}  // namespace
}  // namespace levada::airbyte
