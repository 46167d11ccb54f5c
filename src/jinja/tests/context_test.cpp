#include "levada/jinja/context.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Context, Layers) {
    Context base;
    base.set("config", Value::integer(1));
    base.set_random_seed(5);
    base.set_now(std::chrono::system_clock::time_point(std::chrono::seconds(10)));
    Context inner(&base);
    inner.set("record", Value::integer(2));
    EXPECT_EQ(inner.find("config")->as_integer(), 1);
    inner.set("config", Value::integer(3));
    inner.set("config", Value::integer(4));
    EXPECT_EQ(inner.find("config")->as_integer(), 4);
    EXPECT_EQ(base.find("config")->as_integer(), 1);
    EXPECT_EQ(inner.find("nope"), nullptr);
    EXPECT_EQ(inner.all().size(), 2U);
    EXPECT_EQ(inner.random_seed(), 5U);
    EXPECT_TRUE(inner.now().has_value());
    inner.erase("config");
    EXPECT_EQ(inner.find("config")->as_integer(), 1);
}

}  // namespace levada::jinja
