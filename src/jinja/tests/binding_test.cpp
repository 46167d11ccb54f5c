#include "binding.h"

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

std::string bound_text(Arguments arguments) {
    const auto bound = bind<2>("f", arguments, {"a", "b"}, 1);
    if (!bound) {
        return "!" + std::string(bound.error().python_class());
    }
    return (*bound)[0].repr() + "," + (*bound)[1].repr();
}

}  // namespace

TEST(Binding, AsPython) {
    EXPECT_EQ(bound_text({{Value::integer(1), Value::integer(2)}, {}}), "1,2");
    EXPECT_EQ(bound_text({{Value::integer(1)}, {{Value::borrowed("b"), Value::integer(3)}}}), "1,3");
    EXPECT_EQ(bound_text({{Value::integer(1)}, {}}), "1,");
    EXPECT_EQ(bound_text({{}, {}}), "!TypeError");
    EXPECT_EQ(bound_text({{Value::none(), Value::none(), Value::none()}, {}}), "!TypeError");
    EXPECT_EQ(bound_text({{Value::none()}, {{Value::borrowed("a"), Value::none()}}}), "!TypeError");
    EXPECT_EQ(bound_text({{Value::none()}, {{Value::borrowed("z"), Value::none()}}}), "!TypeError");
}

TEST(Binding, Types) {
    EXPECT_EQ(*integer_or(Value(), 5), 5);
    EXPECT_EQ(*integer_or(Value::boolean(true), 5), 1);
    EXPECT_EQ(integer_or(Value::real(1), 0).error().python_class(), "TypeError");
    EXPECT_EQ(*text_or(Value::borrowed("a"), "b"), "a");
    EXPECT_EQ(text_or(Value::none(), "b").error().python_class(), "TypeError");
    EXPECT_TRUE(truth_or(Value(), true));
    Arguments some{{Value::none()}, {}};
    EXPECT_FALSE(expect_no_arguments("f", some));
}

}  // namespace levada::jinja
