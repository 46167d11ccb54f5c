#include "levada/base/hash.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Hash, PublishedVectors) {
    // Source: RFC 1321, FIPS 180-2, RFC 4231 test case 2.
    EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(hmac("sha256", "Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hash, Base64BothWays) {
    for (const std::string text : {"", "f", "fo", "foo", "foob"}) {
        std::string back;
        ASSERT_TRUE(base64_decode(base64_encode(text), back)) << text;
        EXPECT_EQ(back, text);
    }
    std::string out;
    EXPECT_FALSE(base64_decode("abc", out));
    EXPECT_FALSE(base64_decode("a*==", out));
    EXPECT_EQ(base64url_encode("\xfb\xff\xfe?"), "-__-Pw");
}

TEST(Hash, UuidHasVersionAndVariant) {
    EXPECT_EQ(make_uuid(std::string(16, '\xff')), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    EXPECT_EQ(random_bytes(16).size(), 16U);
    EXPECT_NE(random_bytes(16), random_bytes(16));
}

}  // namespace
}  // namespace levada
