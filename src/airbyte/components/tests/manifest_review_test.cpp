#include "levada/airbyte/components/manifest_review.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

std::vector<std::string> findings_of(const std::string& text, PythonCode python = PythonCode::absent) {
    const auto manifest = load_manifest(text, "m.yaml");
    EXPECT_TRUE(manifest.has_value());
    std::vector<std::string> found;
    for (const ManifestFinding& one : review_manifest(*manifest, python)) {
        found.push_back(std::string(one.error.place()) + (one.kind == FindingKind::error ? " error " : " warning ") +
                        one.error.message());
    }
    return found;
}

constexpr const char* kReviewed = R"(version: 6.0.0
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    $parameters: {path: /items, own_word: 1}
    retriever:
      type: SimpleRetriever
      requester: {type: HttpRequester, url_base: "https://a.test"}
      record_selector:
        type: RecordSelector
        extractor: {type: CustomRecordExtractor, class_name: components.X, anything: 1}
    schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
)";

TEST(ReviewManifest, TellsEverythingAtOnce) {
    // Goal: several mistakes, each with line and nearest name, in the order of lines.
    const auto found = findings_of(R"(version: 6.0.0
check: {type: CheckStream, stream_names: items}
streams:
  - type: DeclarativeStream
    nam: items
    retriever:
      type: SimpleRetriver
    schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
  - type: DeclarativeStream
    name: more
    retriever:
      type: SimpleRetriever
      requester: {type: HttpRequester, url_base: "https://a.test", http_method: FETCH, pathh: /x}
      record_selector:
        type: RecordSelector
      paginator:
        type: DefaultPaginator
        pagination_strategy: {type: PageIncrement, page_size: many, inject_on_first_request: 5}
)");
    const std::vector<std::string> want = {
        "m.yaml:2 error manifest: CheckStream: \"stream_names\": wanted list, found \"items\"",
        "m.yaml:5 warning manifest: DeclarativeStream: unknown key \"nam\" has no effect; did you mean \"name\"?",
        "m.yaml:7 error manifest: DeclarativeStream: \"retriever\": component type \"SimpleRetriver\" cannot stand "
        "here; did you mean \"SimpleRetriever\"?",
        "m.yaml:13 error manifest: HttpRequester: \"http_method\": \"FETCH\" is not possible; did you mean \"GET\"?",
        "m.yaml:13 warning manifest: HttpRequester: unknown key \"pathh\" has no effect; did you mean \"path\"?",
        "m.yaml:15 error manifest: RecordSelector: \"extractor\" is missing",
        "m.yaml:18 error manifest: PageIncrement: \"inject_on_first_request\": wanted boolean, found 5",
    };
    for (const std::string& one : want) {
        EXPECT_NE(std::find(found.begin(), found.end(), one), found.end())
            << "wanted " << one << "\nfound " << ::testing::PrintToString(found);
    }
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::stoi(a.substr(7)) < std::stoi(b.substr(7));
    }));
}

TEST(ReviewManifest, ParametersAndPythonClassesAreNoMistakes) {
    // Goal: keys that parameters bring are not unknown; a Python class is free to want anything, where its file is.
    EXPECT_TRUE(findings_of(kReviewed, PythonCode::present).empty())
        << ::testing::PrintToString(findings_of(kReviewed, PythonCode::present));
    const auto found = findings_of(kReviewed);
    ASSERT_EQ(found.size(), 1U) << ::testing::PrintToString(found);
    EXPECT_NE(found[0].find("CustomRecordExtractor"), std::string::npos);
}

}  // namespace
}  // namespace levada::airbyte
