#include <gtest/gtest.h>

#include "levada/collect/replay_index.h"
#include "levada/collect/warc_writer.h"

namespace levada {
namespace {

TEST(ReplayHandler, ServesByHostInThePathOrByThePathAlone) {
    // Goal: both ways to reach a recording, the recorded headers without those of the transfer, and 404 with a hint.
    HttpHeaders headers;
    headers.add("X-WP-TotalPages", "3");
    headers.add("Content-Length", "4");
    headers.add("Transfer-Encoding", "chunked");
    std::string file;
    WarcWriter("key", RawCompression::none)
        .append_exchange(file,
                         {.when = Instant(),
                          .method = "GET",
                          .url = "https://a.example:8443/wp/posts?page=1",
                          .request_headers = &headers,
                          .request_body = {},
                          .status = 201,
                          .response_headers = &headers,
                          .response_body = "body",
                          .error = {}});
    ReplayIndex index({});
    const auto added = index.add(bytes_in_memory(file));
    ASSERT_TRUE(added.has_value()) << added.error().to_string();
    const Handler handler = replay_handler(index);
    for (const char* path : {"/a.example:8443/wp/posts", "/wp/posts"}) {
        Request request;
        request.method = "GET";
        request.path = path;
        request.query = "page=1";
        const Response response = handler(request);
        EXPECT_EQ(response.status, 201) << path;
        EXPECT_EQ(response.body, "body") << path;
        ASSERT_EQ(response.headers.size(), 1U) << path;
        EXPECT_EQ(response.headers[0].name, "X-WP-TotalPages") << path;
    }
    Request unknown;
    unknown.method = "GET";
    unknown.path = "/wp/pots";
    unknown.query = "page=1";
    const Response response = handler(unknown);
    EXPECT_EQ(response.status, 404);
    EXPECT_NE(response.body.find("/wp/posts?page=1"), std::string::npos) << response.body;
}

}  // namespace
}  // namespace levada
