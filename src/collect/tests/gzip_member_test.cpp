#include "gzip_member.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"

namespace levada {
namespace {

constexpr std::size_t kSizeBytesMax = 1 << 20;

std::string compressed(std::string_view bytes) {
    std::string out;
    GzipWriter().append_compressed(out, bytes);
    return out;
}

std::string stored(std::initializer_list<std::string_view> parts) {
    std::string out;
    GzipWriter::append_stored(out, parts);
    return out;
}

TEST(GzipMember, BothFormsAreReadByZlib) {
    // Goal: what is written is a gzip file for everybody. Method: sizes around the limit of a stored block.
    for (const std::size_t size : {0U, 1U, 65'534U, 65'535U, 65'536U, 300'000U}) {
        std::string bytes(size, 'a');
        for (std::size_t i = 0; i < size; i += 7) {
            bytes[i] = static_cast<char>(i * 31);
        }
        const Result<std::string> fast = inflate(compressed(bytes), Compression::gzip, kSizeBytesMax);
        const Result<std::string> plain =
            inflate(stored({bytes, "tail", std::string_view()}), Compression::gzip, kSizeBytesMax);
        ASSERT_TRUE(fast.has_value() && plain.has_value()) << size;
        EXPECT_EQ(*fast, bytes) << size;
        EXPECT_EQ(*plain, bytes + "tail") << size;
    }
}

TEST(GzipMember, AReaderTakesMembersOneByOne) {
    // Goal: each member comes alone, with the offset where it begins.
    const std::string first = compressed(std::string(500'000, 'x'));
    const std::string file = first + stored({"a", "b"}) + compressed("");
    GzipReader reader(file);
    EXPECT_EQ(*reader.next(kSizeBytesMax), std::string(500'000, 'x'));
    EXPECT_EQ(reader.offset(), first.size());
    EXPECT_EQ(*reader.next(kSizeBytesMax), "ab");
    EXPECT_FALSE(reader.is_at_end());
    EXPECT_EQ(*reader.next(kSizeBytesMax), "");
    EXPECT_TRUE(reader.is_at_end());
}

TEST(GzipMember, BrokenMembersAreRefused) {
    // Goal: cut off, flipped and oversized members have their code and place.
    const std::string whole = stored({"some text that is stored"});
    std::string flipped = whole;
    flipped[20] = static_cast<char>(flipped[20] ^ 1);
    struct Case {
        const char* name;
        std::string file;
        ErrorCode code;
    };
    const Case cases[] = {
        {"cut off", whole.substr(0, whole.size() - 3), ErrorCode::corruption},
        {"a flipped bit", flipped, ErrorCode::corruption},
        {"no gzip", "plain text", ErrorCode::corruption},
        {"too large", compressed(std::string(kSizeBytesMax + 1, 'x')), ErrorCode::invalid_data},
    };
    for (const Case& c : cases) {
        const Result<std::string> got = GzipReader(c.file).next(kSizeBytesMax);
        ASSERT_FALSE(got.has_value()) << c.name;
        EXPECT_EQ(got.error().code(), c.code) << c.name;
        EXPECT_EQ(got.error().fact("offset"), "0") << c.name;
    }
}

}  // namespace
}  // namespace levada
