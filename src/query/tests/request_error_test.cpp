#include "levada/query/request_error.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(RequestError, KeepsCodeDetailsAndHint) {
    const ApiError error =
        api_error_of(request_error("PGRST205", "message", "details").hint("hint").with("stream", "s"));
    EXPECT_EQ(error.status, 404);
    EXPECT_EQ(error.code, "PGRST205");
    EXPECT_EQ(error.message, "message");
    EXPECT_EQ(error.details, "details");
    EXPECT_EQ(error.hint, "hint");
    EXPECT_EQ(api_error_of(request_error("42703", "m")).details, std::nullopt);
    EXPECT_EQ(api_error_of(request_error("42703", "m")).status, 400);
}

TEST(RequestError, InternalErrorsTellNothing) {
    const ApiError error = api_error_of(Error(ErrorCode::internal, "/secret/path").hint("look at /secret/path"));
    EXPECT_EQ(error.status, 500);
    EXPECT_EQ(error.message.find("secret"), std::string::npos);
    EXPECT_EQ(error.hint, std::nullopt);
}

}  // namespace
}  // namespace levada::query
