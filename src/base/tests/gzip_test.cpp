#include "levada/base/gzip.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

constexpr std::size_t kLimit = 1 << 20;

TEST(Gzip, BothWaysAndSeveralMembers) {
    const std::string text(100000, 'x');
    EXPECT_EQ(inflate(gzip_compress(text), Compression::gzip, kLimit).value(), text);
    EXPECT_EQ(inflate(gzip_compress("a") + gzip_compress("b"), Compression::gzip, kLimit).value(), "ab");
    EXPECT_EQ(inflate(gzip_compress(""), Compression::gzip, kLimit).value(), "");
}

TEST(Gzip, RefusesBrokenCutOffAndTooLarge) {
    const std::string packed = gzip_compress(std::string(5000, 'y'));
    EXPECT_FALSE(inflate(packed.substr(0, packed.size() - 6), Compression::gzip, kLimit));
    EXPECT_FALSE(inflate("not gzip at all", Compression::gzip, kLimit));
    EXPECT_FALSE(inflate("", Compression::gzip, kLimit));
    const auto large = inflate(packed, Compression::gzip, 4999);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code(), ErrorCode::invalid_data);
    EXPECT_TRUE(inflate(packed, Compression::gzip, 5000));
}

TEST(Gzip, KeepsWhatComesBeforeABreak) {
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += std::to_string(i * 7919 % 10007);
    }
    const std::string packed = gzip_compress(text);
    const Inflated cut = inflate_as_far_as_possible(packed.substr(0, packed.size() / 2), Compression::gzip, kLimit);
    ASSERT_TRUE(cut.failure.has_value());
    EXPECT_EQ(cut.failure->code(), ErrorCode::invalid_data);
    EXPECT_GT(cut.bytes.size(), 1000U);
    EXPECT_TRUE(text.starts_with(cut.bytes));
    EXPECT_FALSE(inflate_as_far_as_possible(packed, Compression::gzip, kLimit).failure.has_value());
}

}  // namespace
}  // namespace levada
