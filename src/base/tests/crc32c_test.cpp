#include <string>

#include <gtest/gtest.h>

#include "levada/base/hash.h"

namespace levada {
namespace {

TEST(Crc32c, PublishedVectors) {
    // Source: RFC 3720 appendix B.4.
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
}

TEST(Crc32c, GoesOnFromASeed) {
    EXPECT_EQ(crc32c("56789", crc32c("1234")), crc32c("123456789"));
}

TEST(Crc32c, LongTextsAsTheirParts) {
    // Goal: what is computed in lanes equals what is computed byte by byte, at every size around the lanes' ends.
    std::string text;
    std::uint32_t state = 1;
    while (text.size() < 10'000) {
        state = state * 1664525 + 1013904223;
        text.push_back(static_cast<char>(state >> 24U));
    }
    std::uint32_t by_bytes = 0;
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_EQ(crc32c(std::string_view(text).substr(0, size)), by_bytes) << size << " bytes";
        by_bytes = crc32c(std::string_view(text).substr(size, 1), by_bytes);
    }
}

}  // namespace
}  // namespace levada
