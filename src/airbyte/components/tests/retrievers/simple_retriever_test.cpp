#include "source_fixture.h"

#include <algorithm>

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(SimpleRetriever, OneRequestPerSliceWithoutPaginator) {
    SourceFixture f(
        testing::Answers{{"/items?p=a", R"({"data":[{"id":1}]})"}, {"/items?p=b", R"({"data":[{"id":2}]})"}});
    const std::string out =
        f.read(manifest_of("      partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: p,"
                           " request_option: {type: RequestOption, inject_into: request_parameter, field_name: p}}\n"),
               {"items"});
    EXPECT_NE(out.find("R items {\"id\":1}\nR items {\"id\":2}\n"), std::string::npos) << out;
    EXPECT_EQ(f.asked().size(), 2U);
}

TEST(SimpleRetriever, TellsOfAPageThatIsNoJson) {
    struct Case {
        const char* body;
        bool is_told;
    };
    for (const Case& c : {Case{"<html>Sign in</html>", true},
                          Case{R"({"data":[{"id":1)", true},
                          Case{R"({"data":[]})", false},
                          Case{"", false},
                          Case{"null", false}}) {
        SourceFixture f(testing::Answers{{"/items", c.body}});
        const std::string out = f.read(manifest_of(""), {"items"});
        EXPECT_NE(out.find("T items COMPLETE"), std::string::npos) << c.body << "\n" << out;
        EXPECT_EQ(out.find("R items"), std::string::npos) << c.body << "\n" << out;
        const bool is_told = std::any_of(f.messages.logs.begin(), f.messages.logs.end(), [](const std::string& text) {
            return text.starts_with("stream items: a response is not JSON (HTTP status 200, content type ");
        });
        EXPECT_EQ(is_told, c.is_told) << c.body;
    }
}

TEST(SimpleRetriever, EmbeddedFirstPages) {
    SourceFixture f(testing::Answers{{"/parents", R"([{"id":7,"kids":{"data":[{"id":1}]}}])"}});
    const std::string out = f.read(
        manifest_of(
            "      partition_router:\n"
            "        type: SubstreamPartitionRouter\n"
            "        parent_stream_configs:\n"
            "        - type: ParentStreamConfig\n"
            "          parent_key: id\n"
            "          partition_field: parent\n"
            "          lazy_read_pointer: [kids]\n"
            "          stream:\n"
            "            type: DeclarativeStream\n"
            "            name: parents\n"
            "            retriever:\n"
            "              type: SimpleRetriever\n"
            "              requester: {type: HttpRequester, url_base: https://api.example.test, path: /parents}\n"
            "              record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: "
            "[]}}\n"),
        {"items"});
    EXPECT_NE(out.find("R items {\"id\":1}\n"), std::string::npos) << out;
    EXPECT_EQ(f.asked(), (std::vector<std::string>{"/parents"}));
}

}  // namespace
}  // namespace levada::airbyte
