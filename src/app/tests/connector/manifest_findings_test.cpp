#include "connector/manifest_findings.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

/// "line kind message" of each finding.
std::vector<std::string> findings_of(const std::string& text, const std::string& components = "") {
    const testing::TempDir folder;
    const std::filesystem::path file = folder.path() / "m.yaml";
    EXPECT_TRUE(write_file_atomically(file, text).has_value());
    if (!components.empty()) {
        EXPECT_TRUE(write_file_atomically(folder.path() / "components.py", components).has_value());
    }
    std::vector<std::string> found;
    const auto findings = manifest_findings(file);
    EXPECT_TRUE(findings.has_value());
    for (const airbyte::ManifestFinding& one : *findings) {
        const std::string place(one.error.place());
        found.push_back(place.substr(place.rfind(':') + 1) + " " + one.error.message());
    }
    return found;
}

std::string stream_with(const std::string& extractor, const std::string& path = "/items") {
    return "version: 6.0.0\ncheck: {type: CheckStream, stream_names: [a]}\nstreams:\n"
           "  - type: DeclarativeStream\n    name: a\n    retriever:\n      type: SimpleRetriever\n"
           "      requester: {type: HttpRequester, url_base: \"https://a.test\", path: \"" +
           path + "\"}\n      record_selector: {type: RecordSelector, extractor: " + extractor + "}\n";
}

TEST(ManifestFindings, OfEveryKind) {
    // Goal: what cannot be loaded, templates, classes and fields, each with its line.
    using Lines = std::vector<std::string>;
    EXPECT_EQ(findings_of(stream_with("{type: DpathExtractor, field_path: []}")), Lines());
    EXPECT_EQ(findings_of("streams: {$ref: '#/definitions/none'}\n"),
              Lines{"1 manifest: reference to undefined \"#/definitions/none\""});
    EXPECT_EQ(findings_of(stream_with("{type: DpathExtractor, field_path: []}", "/{{ config['a' }}")).size(), 1U);
    const auto custom = findings_of(stream_with("{type: CustomRecordExtractor, class_name: components.Own}"));
    ASSERT_FALSE(custom.empty());
    EXPECT_NE(custom.back().find("there is no components.py"), std::string::npos) << custom.back();
    EXPECT_EQ(
        findings_of(stream_with("{type: CustomRecordExtractor, class_name: components.Own}"), "class Own: pass\n"),
        Lines());
    EXPECT_EQ(manifest_findings("/no/such/manifest.yaml").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
