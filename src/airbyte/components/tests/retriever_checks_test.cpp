#include "retriever_checks.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(RetrieverChecks, RefusesWhatTheCdkRefuses) {
    struct Case {
        const char* name;
        const char* retriever;
        const char* message;
    };
    constexpr Case kCases[] = {
        {"reduction without a paginator",
         "      page_size_reduction: {type: PageSizeReduction}\n",
         "needs a DefaultPaginator"},
        {"reduction of page numbers",
         "      page_size_reduction: {type: PageSizeReduction}\n"
         "      paginator: {type: DefaultPaginator, page_size_option: {type: RequestOption, inject_into: header, "
         "field_name: n},"
         " pagination_strategy: {type: PageIncrement, page_size: 10}}\n",
         "CursorPagination and OffsetIncrement only"},
        {"an offset that grows by the records of two extractors",
         "      paginator: {type: DefaultPaginator, pagination_strategy: {type: OffsetIncrement, page_size: 10}}\n"
         "      record_selector: {type: RecordSelector, extractor: {type: CombinedExtractor, mode: first_match, "
         "extractors: "
         "[{type: CombinedExtractor, extractors: [{type: DpathExtractor, field_path: [a]}]}]}}\n",
         "not supported with an OffsetIncrement"},
        {"splitting without a cursor",
         "      request_window_splitting: {type: RequestWindowSplitting}\n",
         "needs a DatetimeBasedCursor"},
    };
    for (const Case& c : kCases) {
        SourceFixture f(testing::Answers{});
        const auto source = f.open(manifest_of(c.retriever));
        ASSERT_TRUE(source.has_value()) << "case: " << c.name << ": " << source.error().to_string();
        const Result<Json> catalog = (*source)->discover();
        ASSERT_FALSE(catalog.has_value()) << "case: " << c.name;
        EXPECT_NE(catalog.error().message().find(c.message), std::string::npos)
            << "case: " << c.name << ": " << catalog.error().message();
    }
}

}  // namespace
}  // namespace levada::airbyte
