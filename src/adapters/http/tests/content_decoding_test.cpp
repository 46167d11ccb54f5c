#include "content_decoding.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"
#include "levada/base/hash.h"
#include "levada/ports/http.h"

namespace levada {
namespace {

constexpr std::size_t kSizeBytesMax = 1 << 20;

std::string unhex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
}

TEST(ContentDecoding, UndoesEveryCodingAskedFor) {
    // Goal: what Python's urllib3 reads is read, with the padding that simdjson needs. The bytes of "hello" as zlib and
    // as raw deflate are from Python's zlib module.
    const std::string text(100'000, 'x');
    struct Case {
        const char* name;
        std::string codings;
        std::string body;
        std::string want;
    };
    const Case cases[] = {
        {"gzip", "gzip", gzip_compress(text), text},
        {"letter case and blanks", " GZip ,", gzip_compress("a"), "a"},
        {"old name", "x-gzip", gzip_compress("a"), "a"},
        {"two members", "gzip", gzip_compress("a") + gzip_compress("b"), "ab"},
        {"garbage after the member", "gzip", gzip_compress("a") + "garbage", "a"},
        {"twice", "gzip, gzip", gzip_compress(gzip_compress(text)), text},
        {"nothing inside", "gzip", gzip_compress(""), ""},
        {"deflate with its frame", "deflate", unhex("789ccb48cdc9c90700062c0215"), "hello"},
        {"deflate without it", "deflate", unhex("cb48cdc9c90700"), "hello"},
        {"identity", "identity", "plain", "plain"},
    };
    for (const Case& c : cases) {
        const Result<std::string> got = decode_content(c.codings, c.body, "old content of the buffer", kSizeBytesMax);
        ASSERT_TRUE(got.has_value()) << c.name << ": " << got.error().to_string();
        EXPECT_EQ(*got, c.want) << c.name;
        if (is_content_coded(c.codings)) {
            EXPECT_GE(got->capacity(), got->size() + kHttpBodyPaddingBytes) << c.name;
        }
    }
}

TEST(ContentDecoding, RefusesWhatItCannotDecode) {
    // Goal: broken, cut, oversized and unknown content is invalid_data, whatever the trailer claims.
    const std::string whole = gzip_compress(std::string(kSizeBytesMax + 1, 'x'));
    std::string lying = gzip_compress(std::string(5000, 'y'));
    lying.replace(lying.size() - 4, 4, "\xff\xff\xff\x7f");
    struct Case {
        const char* name;
        std::string codings;
        std::string body;
    };
    const Case cases[] = {
        {"cut off", "gzip", gzip_compress("some text that is long enough").substr(0, 20)},
        {"not gzip", "gzip", "<html>"},
        {"not deflate", "deflate", "\xff\xff\xff"},
        {"one byte over the limit", "gzip", whole},
        {"a trailer that lies about the size", "gzip", lying},
        {"a coding that was not asked for", "br", "abc"},
    };
    for (const Case& c : cases) {
        const Result<std::string> got = decode_content(c.codings, c.body, "", kSizeBytesMax);
        ASSERT_FALSE(got.has_value()) << c.name;
        EXPECT_EQ(got.error().code(), ErrorCode::invalid_data) << c.name;
    }
    const std::string exact = gzip_compress(std::string(kSizeBytesMax, 'x'));
    EXPECT_EQ(decode_content("gzip", exact, "", kSizeBytesMax)->size(), kSizeBytesMax);
}

TEST(ContentDecoding, KnowsWhatIsCoded) {
    // Goal: identity and nothing at all need no work.
    EXPECT_TRUE(is_content_coded("gzip"));
    EXPECT_TRUE(is_content_coded("identity, br"));
    EXPECT_FALSE(is_content_coded("identity"));
    EXPECT_FALSE(is_content_coded(" , "));
}

}  // namespace
}  // namespace levada
