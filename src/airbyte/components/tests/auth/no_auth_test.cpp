#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(NoAuth, AddsNothing) {
    AnsweringFixture fixture(Json::object(), {});
    const auto authenticator = fixture.make<Authenticator>("type: NoAuth").value();
    EXPECT_EQ(signed_header(*authenticator), "");
    EXPECT_EQ(authenticator->options()->headers.size(), 0U);
}

}  // namespace
}  // namespace levada::airbyte
