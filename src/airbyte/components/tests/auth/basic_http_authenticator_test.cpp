#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(BasicHttpAuthenticator, Header) {
    AnsweringFixture fixture(yaml("{user: ann, password: \"s p\"}"), {});
    const auto both = fixture
                          .make<Authenticator>(
                              "type: BasicHttpAuthenticator\nusername: \"{{ config['user'] }}\"\npassword: \"{{ "
                              "config['password'] }}\"")
                          .value();
    EXPECT_EQ(signed_header(*both), "Basic YW5uOnMgcA==");
    const auto alone = fixture.make<Authenticator>("type: BasicHttpAuthenticator\nusername: ann").value();
    EXPECT_EQ(signed_header(*alone), "Basic YW5uOg==");
}

}  // namespace
}  // namespace levada::airbyte
