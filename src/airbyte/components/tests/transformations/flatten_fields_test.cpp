#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(FlattenFields, LastComesFirst) {
    EXPECT_EQ(testing::transformed("type: FlattenFields\n", R"({"a":1,"b":{"c":2,"d":{"e":3}}})"),
              R"({"e":3,"c":2,"a":1})");
    EXPECT_EQ(testing::transformed("type: FlattenFields\n", R"({"l":[1,2],"a":0})"), R"({"a":0,"l.1":2,"l.0":1})");
    EXPECT_EQ(testing::transformed("type: FlattenFields\nflatten_lists: false\n", R"({"l":[1],"o":{"x":1}})"),
              R"({"x":1,"l":[1]})");
    EXPECT_EQ(testing::transformed("type: FlattenFields\n", R"({"o":{"a":1},"a":2})"), R"({"a":2,"o.a":1})");
}

TEST(FlattenFields, RecordThatIsNoMapping) {
    testing::ComponentFixture fixture;
    const auto transformation = fixture.make<Transformation>("type: FlattenFields\n").value();
    RecordPage page;
    RecordEditor editor(page);
    editor.reset("[1]");
    EXPECT_EQ(transformation->transform(editor, nullptr).error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
