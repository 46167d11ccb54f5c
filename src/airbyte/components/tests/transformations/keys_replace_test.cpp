#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(KeysReplace, NestedToo) {
    EXPECT_EQ(testing::transformed("type: KeysReplace\nold: ' '\nnew: _\n", R"({"a b c":{"d e":1}})"),
              R"({"a_b_c":{"d_e":1}})");
    EXPECT_EQ(testing::transformed(
                  "type: KeysReplace\nold: \"{{ config.o }}\"\nnew: x\n", R"({"abc":1})", Json::object({{"o", "b"}})),
              R"({"axc":1})");
}

TEST(KeysReplace, RecordThatIsNoMapping) {
    testing::ComponentFixture fixture;
    const auto transformation = fixture.make<Transformation>("type: KeysReplace\nold: a\nnew: b\n").value();
    RecordPage page;
    RecordEditor editor(page);
    editor.reset("[1]");
    EXPECT_EQ(transformation->transform(editor, nullptr).error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
