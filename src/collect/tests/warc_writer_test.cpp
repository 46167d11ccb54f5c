#include "levada/collect/warc_writer.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/base/gzip.h"
#include "levada/base/time.h"
#include "levada/collect/warc_reader.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Instant kWhen = *parse_rfc3339("2026-03-01T08:15:02.113Z");

struct Written {
    std::vector<WarcRecord> records;
    std::string file;
};

Written written(const WarcExchange& exchange, RawCompression compression = RawCompression::fast) {
    Written result;
    WarcWriter writer("raw/p/s/r/000001.warc.gz", compression);
    writer.append_info(result.file, {"p", "s", "r"}, kWhen);
    writer.append_exchange(result.file, exchange);
    WarcReader reader(result.file);
    while (true) {
        Result<std::optional<WarcRecord>> record = reader.next();
        EXPECT_TRUE(record.has_value());
        if (!record.has_value() || !record->has_value()) {
            return result;
        }
        result.records.push_back(std::move(**record));
    }
}

TEST(WarcWriter, WritesTheRecordsOfOneExchange) {
    // Goal: every field and byte of docs/formats/raw_zone.md. Method: read back by our reader.
    HttpHeaders request_headers;
    request_headers.add("Accept", "*/*");
    HttpHeaders response_headers;
    response_headers.add("Content-Type", "application/json");
    response_headers.add("Transfer-Encoding", "chunked");
    const Written got = written({.when = kWhen,
                                 .method = "POST",
                                 .url = "https://api.example.com:8443/posts?page=2#f",
                                 .request_headers = &request_headers,
                                 .request_body = "{}",
                                 .status = 200,
                                 .response_headers = &response_headers,
                                 .response_body = "[{\"id\": 101}]",
                                 .error = {}});
    ASSERT_EQ(got.records.size(), 3U);
    const WarcRecord& info = got.records[0];
    EXPECT_EQ(info.type(), "warcinfo");
    EXPECT_EQ(info.fields.find("WARC-Filename"), "raw/p/s/r/000001.warc.gz");
    EXPECT_THAT(info.block, HasSubstr("pipeline: p\r\nstream: s\r\nrun: r\r\n"));
    const WarcRecord& request = got.records[1];
    EXPECT_EQ(request.type(), "request");
    EXPECT_EQ(request.target_uri(), "https://api.example.com:8443/posts?page=2#f");
    EXPECT_EQ(
        request.block,
        "POST /posts?page=2 HTTP/1.1\r\nHost: api.example.com:8443\r\nAccept: */*\r\nContent-Length: 2\r\n\r\n{}");
    const WarcRecord& response = got.records[2];
    EXPECT_EQ(response.type(), "response");
    EXPECT_EQ(response.fields.find("WARC-Date"), "2026-03-01T08:15:02.113000Z");
    EXPECT_EQ(request.fields.find("WARC-Concurrent-To"), response.id());
    EXPECT_EQ(response.block,
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Orig-Transfer-Encoding: chunked\r\n\r\n[{\"id\": "
              "101}]");
}

TEST(WarcWriter, KeepsTheCauseOfAMissingResponse) {
    // Goal: a request without a response has a metadata record; a line break in the cause cannot add a field.
    HttpHeaders headers;
    const Written got = written({.when = kWhen,
                                 .method = "GET",
                                 .url = "http://a.example",
                                 .request_headers = &headers,
                                 .request_body = {},
                                 .response_body = {},
                                 .error = "cannot connect\r\nX: y",
                                 .error_code = "unavailable"});
    ASSERT_EQ(got.records.size(), 3U);
    EXPECT_EQ(got.records[2].type(), "metadata");
    EXPECT_EQ(got.records[2].fields.find("WARC-Concurrent-To"), got.records[1].id());
    EXPECT_EQ(got.records[2].block, "error: cannot connect  X: y\r\ncode: unavailable\r\n");
    EXPECT_THAT(got.records[1].block, HasSubstr("GET / HTTP/1.1\r\nHost: a.example\r\n"));
}

TEST(WarcWriter, StoresWhatIsCompressedAlready) {
    // Goal: a coded body is kept as it came and costs no compressor; none stores everything.
    HttpHeaders none;
    HttpHeaders coded;
    coded.add("Content-Encoding", "gzip");
    const std::string body = gzip_compress(std::string(100'000, 'x'));
    WarcExchange exchange{.when = kWhen,
                          .method = "GET",
                          .url = "http://a.example/",
                          .request_headers = &none,
                          .request_body = {},
                          .status = 200,
                          .response_headers = &coded,
                          .response_body = body,
                          .error = {}};
    const Written got = written(exchange);
    EXPECT_TRUE(got.records[2].block.ends_with(body));
    EXPECT_THAT(got.file, HasSubstr(body)) << "the body was compressed again";
    const std::string plain(1000, 'p');
    exchange.response_headers = &none;
    exchange.response_body = plain;
    EXPECT_THAT(written(exchange).file, Not(HasSubstr(plain)));
    EXPECT_THAT(written(exchange, RawCompression::none).file, HasSubstr(plain));
}

TEST(WarcWriter, IsReadByWarcio) {
    // Goal: the reference reader of Python's world finds the same records, statuses and decoded bodies.
    constexpr const char* kProgram =
        "import sys\n"
        "from warcio.archiveiterator import ArchiveIterator\n"
        "for r in ArchiveIterator(open(sys.argv[1], 'rb')):\n"
        "    status = r.http_headers.get_statuscode() if r.rec_type == 'response' else ''\n"
        "    body = r.content_stream().read().decode() if r.rec_type == 'response' else ''\n"
        "    print(r.rec_type, r.rec_headers.get_header('WARC-Target-URI'), status, body)\n";
    if (std::system("python3 -c 'import warcio' 2>/dev/null") != 0) {
        GTEST_SKIP() << "skipped: not found: Python's warcio";
    }
    HttpHeaders none;
    HttpHeaders coded;
    coded.add("Content-Encoding", "gzip");
    coded.add("Transfer-Encoding", "chunked");
    const std::string body = gzip_compress("decoded");
    const Written got = written({.when = kWhen,
                                 .method = "GET",
                                 .url = "https://a.example/x?y=1",
                                 .request_headers = &none,
                                 .status = 404,
                                 .response_headers = &coded,
                                 .response_body = body});
    const testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "f.warc.gz", got.file).has_value());
    ASSERT_TRUE(write_file_atomically(folder.path() / "read.py", kProgram).has_value());
    const std::string command = "cd " + folder.path().string() + " && python3 read.py f.warc.gz > out";
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_EQ(*read_file(folder.path() / "out"),
              "warcinfo None  \nrequest https://a.example/x?y=1  \nresponse https://a.example/x?y=1 404 decoded\n");
}

TEST(WarcWriter, IdsAreTheSameForTheSameObject) {
    // Goal: writing the same exchanges again gives the same bytes.
    HttpHeaders none;
    const WarcExchange exchange{.when = kWhen,
                                .method = "GET",
                                .url = "http://a.example/",
                                .request_headers = &none,
                                .request_body = {},
                                .status = 204,
                                .response_headers = &none,
                                .response_body = {},
                                .error = {}};
    EXPECT_EQ(written(exchange).file, written(exchange).file);
    EXPECT_THAT(std::string(written(exchange).records[1].id()), ::testing::MatchesRegex("<urn:uuid:[0-9a-f-]{36}>"));
}

}  // namespace
}  // namespace levada
