#include "levada/base/error.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Error, TellsCodePlaceFactsAndNextStep) {
    // Goal: the operator sees everything once; the innermost layer's word stays.
    const Error error = Error(ErrorCode::invalid_data, "wanted a number")
                            .with("stream", "posts")
                            .with("stream", "outer")
                            .at("a.yaml", 7)
                            .at("b.yaml", 9)
                            .hint("fix the file");
    EXPECT_EQ(error.to_string(), "invalid_data: wanted a number\n  at a.yaml:7\n  stream=posts\n  next: fix the file");
    EXPECT_EQ(error.code(), ErrorCode::invalid_data);
    EXPECT_EQ(error.fact("stream"), "posts");
    EXPECT_EQ(error.fact("page"), "");
}

TEST(Error, CarriesHowLongToWait) {
    const Error error = Error(ErrorCode::rate_limited, "HTTP 429").retry_after(std::chrono::seconds(3));
    EXPECT_EQ(error.retry_after(), std::chrono::milliseconds(3000));
    EXPECT_EQ(Error(ErrorCode::rate_limited, "x").retry_after(), std::nullopt);
}

TEST(Error, EveryCodePrintsAsItIsSpelled) {
    EXPECT_EQ(to_string(ErrorCode::invalid_config), "invalid_config");
    EXPECT_EQ(to_string(ErrorCode::deadline_exceeded), "deadline_exceeded");
    EXPECT_EQ(to_string(ErrorCode::internal), "internal");
}

}  // namespace
}  // namespace levada
