#include "source/connection_check.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(ConnectionCheck, Outcomes) {
    struct Case {
        const char* name;
        std::map<std::string, std::string> answers;
        bool want;
    };
    const Case cases[] = {
        {"a record", {{"/items", R"({"data":[{"id":1}]})"}}, true},
        {"no record", {{"/items", R"({"data":[]})"}}, true},
        {"an error", {}, false},
    };
    for (const Case& c : cases) {
        SourceFixture f(c.answers);
        const auto source = f.open(manifest_of());
        ASSERT_TRUE(source.has_value()) << source.error().to_string();
        const Result<ConnectionStatus> status = (*source)->check();
        ASSERT_TRUE(status.has_value()) << "case: " << c.name;
        EXPECT_EQ(status->has_succeeded, c.want) << "case: " << c.name << ": " << status->message;
        EXPECT_EQ(c.want || status->message.find("404") != std::string::npos, true) << status->message;
    }
}

TEST(ConnectionCheck, NoSliceIsAFailure) {
    SourceFixture f(testing::Answers{});
    const auto source =
        f.open(manifest_of("      partition_router: {type: ListPartitionRouter, values: [], cursor_field: p}\n"));
    EXPECT_FALSE((*source)->check()->has_succeeded);
}

TEST(ConnectionCheck, UnknownStreamsAreErrors) {
    SourceFixture f(testing::Answers{});
    std::string manifest = manifest_of();
    manifest.replace(manifest.find("[items]"), 7, "[nope]");
    EXPECT_FALSE((*f.open(manifest))->check().has_value());
    manifest.replace(manifest.find(", stream_names: [nope]"), 22, "");
    EXPECT_FALSE((*f.open(manifest))->check().has_value()) << "a check without names";
}

TEST(ConnectionCheck, DynamicStreamsByCount) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    std::string manifest = manifest_of();
    manifest.replace(
        manifest.find("{type: CheckStream, stream_names: [items]}"), 42, "{type: CheckDynamicStream, stream_count: 1}");
    EXPECT_TRUE((*f.open(manifest))->check()->has_succeeded);
    // As a Python slice up to -1: of one stream none is left to be read.
    SourceFixture silent(testing::Answers{});
    manifest.replace(manifest.find("stream_count: 1"), 15, "stream_count: -1");
    EXPECT_TRUE((*silent.open(manifest))->check()->has_succeeded);
}

}  // namespace
}  // namespace levada::airbyte
