#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {
namespace {

TEST(InlineSchemaLoader, GivesWhatIsWritten) {
    testing::ComponentFixture f;
    EXPECT_EQ(f.make<SchemaLoader>("type: InlineSchemaLoader\nschema: {type: object}\n").value()->schema()->dump(),
              R"({"type":"object"})");
    EXPECT_EQ(f.make<SchemaLoader>("type: InlineSchemaLoader\n").value()->schema()->dump(), "{}");
}

}  // namespace
}  // namespace levada::airbyte
