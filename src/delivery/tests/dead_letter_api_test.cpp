#include "levada/delivery/dead_letter_api.h"

#include <gtest/gtest.h>

#include "levada/delivery/messages.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

TEST(DeadLetterApi, Answers) {
    testing::MemoryQueue queue;
    testing::MemoryMetadata metadata;
    const testing::ManualClock clock;
    DeadLetters letters(queue, metadata, clock);
    const DeadLetterApi api(letters);
    for (const char* body : {"{\"id\":1}", "{\"id\":2}"}) {
        const std::string message = encode(
            DeadLetter{.run = "r", .stream = "s", .record = 1, .code = "invalid_data", .error = "no 7", .body = body});
        const std::string_view payload = message;
        ASSERT_TRUE(queue.append("p.s.dlq", std::span(&payload, 1)));
    }
    struct Case {
        const char* name;
        std::string query;
        int status;
        std::size_t count;
    };
    const Case cases[] = {
        {"all", "", 200, 2},
        {"one", "limit=1", 200, 1},
        {"none of that stream", "stream=t", 200, 0},
        {"by cause", "group=cause&pipeline=p&code=invalid_data", 200, 1},
        {"status", "status=open", 200, 2},
        {"unknown status", "status=lost", 400, 0},
        {"unknown parameter", "colour=red", 400, 0},
        {"wrong limit", "limit=0", 400, 0},
        {"broken escape", "stream=%zz", 400, 0},
    };
    for (const Case& c : cases) {
        Request request;
        request.query = c.query;
        const Response response = api.list(request);
        EXPECT_EQ(response.status, c.status) << "case: " << c.name << ": " << response.body;
        if (c.status == 200) {
            EXPECT_EQ(parse_json(response.body)->size(), c.count) << "case: " << c.name << ": " << response.body;
        }
    }
    Request request;
    const std::string id = letters.list({})->front().id;
    request.path_parameters = {{"id", id}};
    EXPECT_NE(api.one(request).body.find(R"("body":"{\"id\":1}")"), std::string::npos) << api.one(request).body;
    request.path_parameters = {{"id", "none"}};
    EXPECT_EQ(api.one(request).status, 404);
}

}  // namespace
}  // namespace levada
