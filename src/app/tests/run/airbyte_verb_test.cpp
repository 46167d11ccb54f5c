#include "run/airbyte_verb.h"

#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/base/json.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

constexpr const char* kManifest =
    "version: 6.0.0\ntype: DeclarativeSource\ncheck: {type: CheckStream, stream_names: [items]}\nstreams:\n"
    "  - type: DeclarativeStream\n    name: items\n    retriever:\n      type: SimpleRetriever\n"
    "      requester: {type: HttpRequester, url_base: 'http://api.example.test', path: /items}\n"
    "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n"
    "    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {id: {type: integer}}}}\n"
    "spec: {type: Spec, connection_specification: {type: object, properties: {key: {type: string}}}}\n";

TEST(AirbyteVerbs, SpecAndDiscoverNeedNoNetwork) {
    const testing::TempDir folder;
    const std::string manifest = (folder.path() / "m.yaml").string();
    const std::string config = (folder.path() / "c.json").string();
    ASSERT_TRUE(write_file_atomically(manifest, kManifest));
    ASSERT_TRUE(write_file_atomically(config, "{}"));
    RecordedProcess spec;
    const auto specified = spec.run({"airbyte", "spec", "--manifest", manifest});
    ASSERT_TRUE(specified) << specified.error().to_string();
    EXPECT_EQ(*specified, ExitCode::success);
    EXPECT_NE(spec.out().find("\"connectionSpecification\""), std::string::npos) << spec.out();
    RecordedProcess discover;
    ASSERT_TRUE(discover.run({"airbyte", "discover", "--manifest", manifest, "--config", config}));
    EXPECT_NE(discover.out().find("\"CATALOG\""), std::string::npos) << discover.out();
    EXPECT_NE(discover.out().find("\"items\""), std::string::npos) << discover.out();
}

TEST(AirbyteVerbs, RefuseFilesAndTimesThatAreNone) {
    const testing::TempDir folder;
    const std::string manifest = (folder.path() / "m.yaml").string();
    ASSERT_TRUE(write_file_atomically(manifest, kManifest));
    RecordedProcess process;
    EXPECT_EQ(process.run({"airbyte", "spec", "--manifest", manifest + ".none"}).error().code(), ErrorCode::not_found);
    EXPECT_EQ(process.run({"airbyte", "spec"}).error().code(), ErrorCode::invalid_config);
    const auto refused = process.run({"airbyte", "spec", "--manifest", manifest, "--clock", "soon"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message().find("--clock"), 0U);
}

}  // namespace
}  // namespace levada::app
