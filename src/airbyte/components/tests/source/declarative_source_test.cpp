#include "levada/airbyte/components/declarative_source.h"

#include "source_fixture.h"

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(DeclarativeSource, SpecAndCatalog) {
    SourceFixture f(testing::Answers{});
    const auto source = f.open(manifest_of(), Json::object({{"key", "secret"}}));
    ASSERT_TRUE(source.has_value()) << source.error().to_string();
    EXPECT_NE((*source)->spec()->find("connectionSpecification"), nullptr);
    EXPECT_EQ(f.messages.hidden, (std::vector<std::string>{"secret"}));
    const Result<Json> catalog = (*source)->discover();
    ASSERT_TRUE(catalog.has_value()) << catalog.error().to_string();
    const Json& stream = catalog->find("streams")->as_array().front();
    EXPECT_EQ(stream.find("source_defined_primary_key")->dump(), R"([["id"]])");
    EXPECT_EQ(stream.find("supported_sync_modes")->dump(), R"(["full_refresh"])");
    EXPECT_EQ((*source)->stream_names().value(), (std::vector<std::string>{"items"}));
    EXPECT_TRUE(f.asked().empty()) << "no request is needed for this";
}

TEST(DeclarativeSource, ValidatesItsConfiguration) {
    SourceFixture f(testing::Answers{});
    const auto wrong = f.open(manifest_of(), Json::object({{"key", 5}}));
    const Result<void> checked = (*wrong)->validate_config();
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(failure_type_of(checked.error()), FailureType::config_error);
    EXPECT_TRUE((*f.open(manifest_of(), Json::object({{"key", "k"}})))->validate_config().has_value());
}

TEST(DeclarativeSource, RefusesManifestsBeforeAnyRequest) {
    SourceFixture f(testing::Answers{});
    const auto source = f.open(manifest_of("      no_such: 1\n      paginator: {type: CustomPaginator}\n"));
    ASSERT_FALSE(source.has_value());
    EXPECT_TRUE(std::string(source.error().place()).starts_with("m.yaml:")) << source.error().to_string();
    EXPECT_TRUE(f.asked().empty());
}

TEST(DeclarativeSource, StreamsThatAreNotThereAreIncomplete) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    EXPECT_EQ(f.read(manifest_of(), {"nope", "items"}),
              "T nope INCOMPLETE\n"
              "T items STARTED\n"
              "T items RUNNING\n"
              "R items {\"id\":1}\n"
              "S items {\"__ab_no_cursor_state_message\":true} 1\n"
              "T items COMPLETE\n");
}

}  // namespace
}  // namespace levada::airbyte
