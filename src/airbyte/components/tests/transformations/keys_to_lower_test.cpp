#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysToLower, TopLevelOnly) {
    EXPECT_EQ(testing::transformed("type: KeysToLower\n", R"({"Ab":{"Cd":1},"x":2})"), R"({"ab":{"Cd":1},"x":2})");
    EXPECT_EQ(testing::transformed("type: KeysToLower\n", R"({"A":1,"a":2})"), R"({"a":1})")
        << "the renamed one counts";
}

TEST(KeysToLower, RecordThatIsNoMapping) {
    testing::ComponentFixture fixture;
    const auto transformation = fixture.make<Transformation>("type: KeysToLower\n").value();
    RecordPage page;
    RecordEditor editor(page);
    editor.reset("[1]");
    EXPECT_EQ(transformation->transform(editor, nullptr).error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
