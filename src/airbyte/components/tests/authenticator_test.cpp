#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(Authenticator, Defaults) {
    AnsweringFixture fixture(Json::object(), {});
    const auto authenticator = fixture.make<Authenticator>("type: NoAuth").value();
    EXPECT_FALSE(authenticator->may_refresh());
    EXPECT_FALSE(authenticator->has_alternative(HttpRequest()));
    const Result<void> refreshed = authenticator->refresh();
    ASSERT_FALSE(refreshed);
    EXPECT_EQ(refreshed.error().code(), ErrorCode::unsupported);
}

}  // namespace
}  // namespace levada::airbyte
