#include "recorded_exchanges.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "levada/collect/warc_writer.h"

namespace levada {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

/// Exchanges number 0 to count - 1, each with a body of its own of `size_bytes`.
std::string recording_of(int count, std::size_t size_bytes) {
    WarcWriter writer("key", RawCompression::none);
    const HttpHeaders headers;
    std::string file;
    for (int i = 0; i < count; ++i) {
        const std::string url = "http://a.example/" + std::to_string(i);
        const std::string body(size_bytes, static_cast<char>('a' + i % 26));
        writer.append_exchange(file,
                               {.when = Instant(),
                                .method = "GET",
                                .url = url,
                                .request_headers = &headers,
                                .status = 200,
                                .response_headers = &headers,
                                .response_body = body});
    }
    return file;
}

/// A recording that remembers the largest part that was asked for.
struct Watched {
    std::string file;
    std::uint64_t largest = 0;

    RecordingBytes bytes() {
        return [this](ByteRange range) -> Result<std::string> {
            std::string part = file.substr(std::min<std::uint64_t>(range.offset, file.size()), range.size_bytes);
            largest = std::max<std::uint64_t>(largest, part.size());
            return part;
        };
    }
};

std::vector<RecordedExchange> all_of(const RecordingBytes& bytes) {
    std::vector<RecordedExchange> all;
    const Status read = read_exchanges(bytes, [&all](RecordedExchange&& one) { all.push_back(std::move(one)); });
    EXPECT_TRUE(read.has_value()) << read.error().to_string();
    return all;
}

TEST(RecordedExchanges, AreReadPieceByPiece) {
    // Goal: however large a file is, no more than a piece of it is in memory; a record that is larger than a piece is
    // read all the same. Method: each answer is read again by its place.
    struct Case {
        const char* name;
        int count;
        std::size_t size_bytes;
        std::uint64_t largest_max;
    };
    constexpr Case kCases[] = {
        {"none", 0, 0, 0},
        {"one piece", 3, 1'000, kMiB},
        {"many pieces", 2'000, 10'000, 2 * kMiB},
        {"records that do not fit into a piece", 3, 5 * kMiB, 8 * kMiB},
    };
    for (const Case& c : kCases) {
        const std::string file = recording_of(c.count, c.size_bytes);
        Watched watched{file};
        const std::vector<RecordedExchange> all = all_of(watched.bytes());
        ASSERT_EQ(all.size(), static_cast<std::size_t>(c.count)) << "case: " << c.name;
        EXPECT_LE(watched.largest, c.largest_max) << "case: " << c.name;
        for (int i = 0; i < c.count; ++i) {
            const RecordedExchange& one = all[static_cast<std::size_t>(i)];
            EXPECT_EQ(one.question.path, "/" + std::to_string(i)) << "case: " << c.name;
            EXPECT_EQ(one.order, static_cast<std::uint32_t>(i)) << "case: " << c.name;
            const auto answer = read_response(watched.bytes(), one.response);
            ASSERT_TRUE(answer.has_value()) << "case: " << c.name << ": " << answer.error().to_string();
            EXPECT_EQ(answer->body, std::string(c.size_bytes, static_cast<char>('a' + i % 26))) << "case: " << c.name;
        }
    }
}

TEST(RecordedExchanges, PlainFilesAreReadPieceByPieceToo) {
    // Goal: records that are not compressed, cut anywhere by the end of a piece.
    const auto record = [](const std::string& type, int number, const std::string& block) {
        return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <" + type + std::to_string(number) +
               ">\r\nWARC-Concurrent-To: <" + (type == "request" ? "response" : "request") + std::to_string(number) +
               ">\r\nWARC-Target-URI: http://a.example/" + std::to_string(number) +
               "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
    };
    Watched watched;
    constexpr int kCount = 700;
    for (int i = 0; i < kCount; ++i) {
        watched.file += record("request", i, "GET / HTTP/1.1\r\n\r\n");
        watched.file += record("response", i, "HTTP/1.1 200 OK\r\n\r\n" + std::string(10'000, 'x') + std::to_string(i));
    }
    const std::vector<RecordedExchange> all = all_of(watched.bytes());
    ASSERT_EQ(all.size(), static_cast<std::size_t>(kCount));
    EXPECT_LE(watched.largest, 2 * kMiB);
    const auto last = read_response(watched.bytes(), all.back().response);
    ASSERT_TRUE(last.has_value());
    EXPECT_TRUE(last->body.ends_with("x699")) << last->body.substr(last->body.size() - 10);
}

TEST(RecordedExchanges, WhatIsBrokenHasItsPlace) {
    // Goal: a cut off file, a flipped bit behind the first piece, and a file that changed after it was read.
    const std::string file = recording_of(600, 10'000);
    const auto read = [](const std::string& broken) {
        Watched watched{broken};
        return read_exchanges(watched.bytes(), [](RecordedExchange&&) {});
    };
    const Status cut_off = read(file.substr(0, file.size() - 100));
    ASSERT_FALSE(cut_off.has_value());
    EXPECT_EQ(cut_off.error().code(), ErrorCode::corruption);
    std::string flipped = file;
    const std::size_t bit_at = 5 * kMiB;
    flipped[bit_at] = static_cast<char>(flipped[bit_at] ^ 1);
    const Status broken = read(flipped);
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().code(), ErrorCode::corruption);
    const std::uint64_t offset = std::stoull(std::string(broken.error().fact("offset")));
    EXPECT_LE(offset, bit_at);
    EXPECT_GT(offset, bit_at - 20'000);

    Watched watched{file};
    const std::vector<RecordedExchange> all = all_of(watched.bytes());
    watched.file.resize(all[5].response.offset);
    EXPECT_EQ(read_response(watched.bytes(), all[5].response).error().code(), ErrorCode::corruption);
}

}  // namespace
}  // namespace levada
