#include "methods.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Methods, AreFoundByType) {
    EXPECT_NE(find_method(Value::string("a"), "upper"), nullptr);
    EXPECT_EQ(find_method(Value::integer(1), "upper"), nullptr);
    EXPECT_NE(find_method(Value::raw_json("{}"), "items"), nullptr);
    EXPECT_NE(find_method(Value::raw_json("[]"), "index"), nullptr);
    EXPECT_EQ(find_method(Value::none(), "get"), nullptr);
    EXPECT_TRUE(is_method_name("items"));
    EXPECT_TRUE(is_method_name("__class__"));
    EXPECT_TRUE(is_method_name("year"));
    EXPECT_FALSE(is_method_name("customer_id"));
}

}  // namespace levada::jinja
