#include "connector/scaffold.h"

#include "connector/manifest_findings.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(Scaffold, EveryKindIsAValidManifest) {
    // Goal: whatever is chosen, validation finds nothing, not even a warning.
    const testing::TempDir folder;
    const std::filesystem::path file = folder.path() / "m.yaml";
    for (const char* auth : {"none", "bearer", "api_key", "basic", "oauth"}) {
        for (const char* paginator : {"none", "page", "offset", "cursor"}) {
            for (const char* field : {"", "updated_at"}) {
                const auto text = scaffold_manifest({"items",
                                                     "https://a.test/v1",
                                                     "/items",
                                                     "data.list",
                                                     auth,
                                                     paginator,
                                                     *field == '\0' ? "" : "id",
                                                     field});
                ASSERT_TRUE(text.has_value());
                ASSERT_TRUE(write_file_atomically(file, *text).has_value());
                const auto findings = manifest_findings(file);
                ASSERT_TRUE(findings.has_value());
                for (const airbyte::ManifestFinding& finding : *findings) {
                    ADD_FAILURE() << auth << ", " << paginator << ": " << finding.error.to_string() << "\n" << *text;
                }
            }
        }
    }
}

TEST(Scaffold, NamesAreQuoted) {
    // Goal: words that YAML or JSON would take for something else stay texts; an address has to be one.
    const auto text = scaffold_manifest({"no", "https://a.test", "/a: b", "", "none", "none", "yes", ""});
    ASSERT_TRUE(text.has_value());
    EXPECT_NE(text->find("name: \"no\""), std::string::npos);
    EXPECT_NE(text->find("path: \"/a: b\""), std::string::npos);
    EXPECT_NE(text->find("primary_key: [\"yes\"]"), std::string::npos);
    EXPECT_EQ(scaffold_manifest({"a", "a.test", "/", "", "none", "none", "", ""}).error().code(),
              ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
