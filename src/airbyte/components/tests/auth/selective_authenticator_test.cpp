#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

constexpr const char* kSelective =
    "type: SelectiveAuthenticator\nauthenticator_selection_path: [auth, kind]\nauthenticators:\n"
    "  a: {type: BearerAuthenticator, api_token: one}\n  b: {type: NoAuth}\n";

TEST(SelectiveAuthenticator, Chooses) {
    AnsweringFixture fixture(yaml("auth: {kind: a}"), {});
    EXPECT_EQ(signed_header(**fixture.make<Authenticator>(kSelective)), "Bearer one");
}

TEST(SelectiveAuthenticator, Refused) {
    for (const char* config : {"auth: {kind: c}", "auth: {}"}) {
        AnsweringFixture fixture(yaml(config), {});
        const auto made = fixture.make<Authenticator>(kSelective);
        ASSERT_FALSE(made) << config;
        EXPECT_EQ(made.error().code(), ErrorCode::invalid_config) << config;
    }
}

}  // namespace
}  // namespace levada::airbyte
