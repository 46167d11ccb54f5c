#include "async_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {
namespace {

struct Outcome {
    std::string records;
    std::string error;
    std::size_t requests = 0;
};

Outcome read_all(std::vector<std::string> states) {
    testing::JobFixture fixture(std::move(states));
    fixture.context.stream = "reports";
    const Json node = testing::yaml(testing::kAsyncRetriever);
    Outcome outcome;
    const auto retriever = build<Retriever>(node, fixture.context);
    if (!retriever) {
        return {.records = "", .error = retriever.error().to_string()};
    }
    const std::unique_ptr<SliceSequence> slices = (*retriever)->own_slicer()->slices().value();
    for (;;) {
        const Result<std::optional<StreamSlice>> slice = slices->next();
        if (!slice) {
            outcome.error = std::string(name_of(failure_type_of(slice.error())));
            break;
        }
        if (!*slice) {
            break;
        }
        const std::unique_ptr<PageReader> reader = (*retriever)->read(**slice).value();
        RecordPage page;
        while (reader->next(page).value()) {
            for (const std::string_view record : page.records()) {
                outcome.records += record;
            }
        }
    }
    outcome.requests = fixture.http.requests().size();
    return outcome;
}

TEST(AsyncRetriever, Reads) {
    struct Case {
        const char* name;
        std::vector<std::string> states;
        const char* records;
        const char* error;
        std::size_t requests;
    };
    const Case cases[] = {
        {"done", {"run", "done"}, R"({"id":1}{"id":2})", "", 4},
        {"failed once", {"bad", "done"}, R"({"id":1}{"id":2})", "", 5},
        {"failed for good", {"bad"}, "", "system_error", 6},
        {"skipped", {"none"}, "", "", 2},
    };
    for (const Case& c : cases) {
        const Outcome outcome = read_all(c.states);
        EXPECT_EQ(outcome.records, c.records) << c.name;
        EXPECT_EQ(outcome.error, c.error) << c.name;
        EXPECT_EQ(outcome.requests, c.requests) << c.name;
    }
}

TEST(AsyncRetriever, Refused) {
    testing::JobFixture fixture({"done"});
    Json twice = testing::yaml(testing::kAsyncRetriever);
    twice.find("status_mapping")->find("failed")->push_back(Json("done"));
    Json target = testing::yaml(testing::kAsyncRetriever);
    target.set("download_target_requester", *target.find("download_requester"));
    for (const Json* node : {&twice, &target}) {
        const auto made = build<Retriever>(*node, fixture.context);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
    }
}

}  // namespace
}  // namespace levada::airbyte
