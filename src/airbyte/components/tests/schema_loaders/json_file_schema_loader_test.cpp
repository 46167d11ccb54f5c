#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/stream.h"
#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::airbyte {
namespace {

TEST(JsonFileSchemaLoader, ReadsTheNamedFile) {
    const levada::testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "items.json", R"({"type":"object"})").has_value());
    testing::ComponentFixture f;
    f.source.manifest_file = (folder.path() / "manifest.yaml").string();
    EXPECT_EQ(f.make<SchemaLoader>("type: JsonFileSchemaLoader\nfile_path: ./items.json\n").value()->schema()->dump(),
              R"({"type":"object"})");
    EXPECT_EQ(
        f.make<SchemaLoader>("type: JsonFileSchemaLoader\n$parameters: {name: items}\n").value()->schema()->dump(),
        R"({"type":"object"})");
    EXPECT_EQ(
        f.make<SchemaLoader>("type: JsonFileSchemaLoader\nfile_path: ./nope.json\n").value()->schema().error().code(),
        ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::airbyte
