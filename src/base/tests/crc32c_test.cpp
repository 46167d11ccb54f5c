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

}  // namespace
}  // namespace levada
