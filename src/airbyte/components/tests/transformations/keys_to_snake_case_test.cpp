#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysToSnakeCase, NestedToo) {
    EXPECT_EQ(testing::transformed("type: KeysToSnakeCase\n", R"({"userName":{"firstName":1},"l":[{"aB":1}]})"),
              R"({"user_name":{"first_name":1},"l":[{"aB":1}]})");
    EXPECT_TRUE(testing::transformed("type: KeysToSnakeCase\n", R"({"名":1})").starts_with("error: "));
}

TEST(KeysToSnakeCase, RecordThatIsNoMapping) {
    testing::ComponentFixture fixture;
    const auto transformation = fixture.make<Transformation>("type: KeysToSnakeCase\n").value();
    RecordPage page;
    RecordEditor editor(page);
    editor.reset("[1]");
    EXPECT_EQ(transformation->transform(editor, nullptr).error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
