#include "levada/airbyte/components/failure.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(Failure, TracedErrorsKeepTheirType) {
    for (const FailureType type :
         {FailureType::system_error, FailureType::config_error, FailureType::transient_error}) {
        const Error error = traced_error(type, "why").with("stream", "items");
        EXPECT_TRUE(is_traced(error));
        EXPECT_EQ(failure_type_of(error), type);
        EXPECT_EQ(failure_type_named(name_of(type)), type);
        EXPECT_EQ(error.message(), "why");
    }
    EXPECT_EQ(traced_error(FailureType::config_error, "x").code(), ErrorCode::invalid_config);
    EXPECT_EQ(traced_error(FailureType::transient_error, "x").code(), ErrorCode::unavailable);
}

TEST(Failure, OtherErrorsAreUnexpected) {
    const Error error(ErrorCode::unavailable, "down");
    EXPECT_FALSE(is_traced(error));
    EXPECT_EQ(failure_type_of(error), FailureType::system_error);
    EXPECT_EQ(failure_type_named("nonsense"), FailureType::system_error);
}

}  // namespace
}  // namespace levada::airbyte
