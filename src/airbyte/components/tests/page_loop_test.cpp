#include "page_loop.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

constexpr const char* kPages =
    "      paginator:\n"
    "        type: DefaultPaginator\n"
    "        page_token_option: {type: RequestOption, inject_into: request_parameter, field_name: page}\n"
    "        pagination_strategy: {type: CursorPagination, cursor_value: \"{{ response.next }}\"}\n";

TEST(PageLoop, FollowsTokensToTheEnd) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}],"next":"b"})"},
                                     {"/items?page=b", R"({"data":[{"id":2}],"next":""})"}});
    const std::string out = f.read(manifest_of(kPages), {"items"});
    EXPECT_NE(out.find("R items {\"id\":1}\nR items {\"id\":2}\n"), std::string::npos) << out;
    EXPECT_EQ(f.asked(), (std::vector<std::string>{"/items", "/items?page=b"}));
}

TEST(PageLoop, AFailingTokenDoesNotRepeatThePage) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    std::string pages = kPages;
    pages.replace(pages.find("response.next"), 13, "response.a.b.c");
    const std::string out = f.read(manifest_of(pages), {"items"});
    EXPECT_EQ(out.find("R items"), out.rfind("R items")) << out;
    EXPECT_NE(out.find("E items system_error"), std::string::npos) << out;
}

TEST(PageLoop, AnIgnoredErrorEndsThePages) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}],"next":"b"})"}});
    std::string manifest = manifest_of(kPages);
    const std::string path = "path: /items}";
    manifest.replace(manifest.find(path),
                     path.size(),
                     "path: /items, error_handler: {type: DefaultErrorHandler, response_filters: [{type: "
                     "HttpResponseFilter, action: IGNORE, http_codes: [404]}]}}");
    EXPECT_NE(f.read(manifest, {"items"}).find("T items COMPLETE"), std::string::npos);
}

TEST(PageLoop, PropertyChunksAreMerged) {
    SourceFixture f(testing::Answers{{"/items?fields=a%2Cb", R"({"data":[{"id":"1","a":1,"o":{"x":1}}]})"},
                                     {"/items?fields=c", R"({"data":[{"id":"1","c":2,"o":{"y":2}},{"c":9}]})"}});
    std::string manifest = manifest_of();
    const std::string path = "path: /items}";
    manifest.replace(
        manifest.find(path),
        path.size(),
        "path: /items, request_parameters: {fields: {type: QueryProperties, property_list: [a, b, c],"
        " property_chunking: {type: PropertyChunking, property_limit_type: property_count, property_limit: 2}}}}");
    const std::string out = f.read(manifest, {"items"});
    EXPECT_NE(out.find("R items {\"c\":9}\nR items {\"id\":\"1\",\"a\":1,\"o\":{\"x\":1,\"y\":2},\"c\":2}\n"),
              std::string::npos)
        << out;
}

TEST(PageLoop, RecordsWithoutAKeyDoNotWaitForTheNextChunk) {
    // Goal: what cannot be merged is given before the next list of properties is asked for, which here fails.
    SourceFixture f(testing::Answers{{"/items?fields=a", R"({"data":[{"a":1}]})"}});
    std::string manifest = manifest_of();
    const std::string path = "path: /items}";
    manifest.replace(
        manifest.find(path),
        path.size(),
        "path: /items, request_parameters: {fields: {type: QueryProperties, property_list: [a, b],"
        " property_chunking: {type: PropertyChunking, property_limit_type: property_count, property_limit: 1}}}}");
    const std::string out = f.read(manifest, {"items"});
    EXPECT_NE(out.find("R items {\"a\":1}\n"), std::string::npos) << out;
    EXPECT_NE(out.find("T items INCOMPLETE"), std::string::npos) << out;
}

TEST(PageLoop, PagesWithoutAnEndEndTheStreamAndNoOther) {
    // Goal: the same token for ever ends the stream with an error after a hundred pages; the other stream is read.
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}],"next":"b"})"},
                                     {"/items?page=b", R"({"data":[{"id":2}],"next":"b"})"},
                                     {"/others", R"({"data":[{"id":9}]})"}});
    std::string manifest = manifest_of(kPages);
    manifest +=
        "  - type: DeclarativeStream\n    name: others\n"
        "    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}\n"
        "    retriever:\n      type: SimpleRetriever\n"
        "      requester: {type: HttpRequester, url_base: https://api.example.test, path: /others}\n"
        "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}\n";
    const std::string out = f.read(manifest, {"items", "others"});
    EXPECT_NE(out.find("E items system_error"), std::string::npos) << out.substr(0, 2000);
    EXPECT_NE(out.find("T items INCOMPLETE"), std::string::npos);
    EXPECT_NE(out.find("R others {\"id\":9}"), std::string::npos);
    EXPECT_NE(out.find("T others COMPLETE"), std::string::npos);
    EXPECT_EQ(f.asked().size(), 103U) << "a first page, 101 that are the same, and the other stream's";
}

}  // namespace
}  // namespace levada::airbyte
