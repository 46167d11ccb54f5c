#include "levada/collect/warc_reader.h"

#include <gtest/gtest.h>

#include "levada/base/gzip.h"

namespace levada {
namespace {

std::string record(const std::string& block, const std::string& fields = "WARC-Type: response\r\n") {
    return "WARC/1.0\r\n" + fields + "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block +
           "\r\n\r\n";
}

TEST(WarcReader, ReadsCompressedAndPlainFiles) {
    // Goal: both forms give the same records with their offsets; bare line feeds and <uri> of WARC 1.0 are read.
    const std::string first = record("one");
    const std::string second =
        "WARC/1.1\nWARC-Type: request\nWARC-Target-URI: <http://a.example/>\nContent-Length: 3\n\ntwo\n\n";
    const std::string zipped_first = gzip_compress(first);
    struct Case {
        const char* name;
        std::string file;
        std::size_t second_offset;
    };
    const Case cases[] = {
        {"plain", first + second, first.size()},
        {"compressed", zipped_first + gzip_compress(second), zipped_first.size()},
    };
    for (const Case& c : cases) {
        WarcReader reader(c.file);
        const auto one = reader.next();
        ASSERT_TRUE(one.has_value() && one->has_value()) << c.name;
        EXPECT_EQ((*one)->block, "one") << c.name;
        const auto two = reader.next();
        ASSERT_TRUE(two.has_value() && two->has_value()) << c.name;
        EXPECT_EQ((*two)->block, "two") << c.name;
        EXPECT_EQ((*two)->offset, c.second_offset) << c.name;
        EXPECT_EQ((*two)->target_uri(), "http://a.example/") << c.name;
        EXPECT_FALSE(reader.next()->has_value()) << c.name;
    }
    WarcReader empty("");
    EXPECT_FALSE(empty.next()->has_value());
}

TEST(WarcReader, RefusesWhatIsNoWarc) {
    // Goal: each broken file has its code and the place.
    const std::string good = record("x");
    struct Case {
        const char* name;
        std::string file;
        ErrorCode code;
    };
    const Case cases[] = {
        {"text", "hello\n", ErrorCode::invalid_data},
        {"another version", "WARC/2.0\r\n\r\n", ErrorCode::invalid_data},
        {"no length", "WARC/1.1\r\nA: b\r\n\r\n", ErrorCode::invalid_data},
        {"negative length", "WARC/1.1\r\nContent-Length: -1\r\n\r\n", ErrorCode::invalid_data},
        {"length past the end", "WARC/1.1\r\nContent-Length: 9\r\n\r\nshort", ErrorCode::invalid_data},
        {"header cut off", "WARC/1.1\r\nContent-Le", ErrorCode::invalid_data},
        {"line without colon", "WARC/1.1\r\nfoo\r\n\r\n", ErrorCode::invalid_data},
        {"gzip cut off", gzip_compress(good).substr(0, 30), ErrorCode::corruption},
    };
    for (const Case& c : cases) {
        const auto got = WarcReader(c.file).next();
        ASSERT_FALSE(got.has_value()) << c.name;
        EXPECT_EQ(got.error().code(), c.code) << c.name;
        EXPECT_EQ(got.error().fact("offset"), "0") << c.name;
    }
}

TEST(WarcReader, SplitsHttpBlocks) {
    // Goal: start line, headers and body of requests and responses.
    const std::string block = "HTTP/1.1 404 Not Found\r\nA: b: c\r\n\r\nbody\r\n\r\n";
    const auto response = parse_http_block(block);
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status(), 404);
    EXPECT_EQ(response->headers.find("a"), "b: c");
    EXPECT_EQ(response->body, "body\r\n\r\n");
    const auto request = parse_http_block("PUT /x HTTP/1.1\r\n\r\n");
    EXPECT_EQ(request->method(), "PUT");
    EXPECT_EQ(request->status(), 0);
    for (const char* broken : {"", "HTTP/1.1 200 OK", "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nfoo\r\n\r\n"}) {
        EXPECT_EQ(parse_http_block(broken).error().code(), ErrorCode::invalid_data) << broken;
    }
}

}  // namespace
}  // namespace levada
