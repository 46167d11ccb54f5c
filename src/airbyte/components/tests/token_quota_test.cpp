#include "token_quota.h"

#include "auth_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TokenQuota quota(AnsweringFixture& fixture) {
    return TokenQuota::make(
               yaml("{name: core, remaining_path: [core, left], reset_path: [core, reset], limit_path: [core, max],"
                    " remaining_header: X-Left, reset_header: X-Reset, exhaustion_status_codes: [403]}"),
               fixture.context)
        .value();
}

TEST(TokenQuota, ReadAndUpdate) {
    AnsweringFixture fixture(Json::object(), {});
    const TokenQuota core = quota(fixture);
    const Json answer = parse_json(R"({"core":{"left":5,"max":10,"reset":1000}})").value();
    QuotaState state = QuotaState::read(answer, core).value();
    EXPECT_EQ(state.remaining, 5);
    EXPECT_EQ(state.limit, 10);
    EXPECT_EQ(state.reset_us, 1'000'000'000);
    HttpResponse response;
    response.status = 200;
    response.headers.set("X-Left", "3");
    state.update(core, response);
    EXPECT_EQ(state.remaining, 3);
    response.headers.set("X-Left", "9");
    response.headers.set("X-Reset", "2000");
    state.update(core, response);
    EXPECT_EQ(state.remaining, 9);
    HttpResponse refused;
    refused.status = 403;
    state.update(core, refused);
    EXPECT_EQ(state.remaining, 0);
}

TEST(TokenQuota, MissingPath) {
    AnsweringFixture fixture(Json::object(), {});
    const Result<QuotaState> state = QuotaState::read(Json::object(), quota(fixture));
    ASSERT_FALSE(state);
    EXPECT_EQ(failure_type_of(state.error()), FailureType::system_error);
}

}  // namespace
}  // namespace levada::airbyte
