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

TEST(Context, MoreVariablesThanAreHeldInside) {
    constexpr std::string_view kNames[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    Context context;
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        context.set(kNames[i], Value::integer(static_cast<std::int64_t>(i)));
    }
    context.erase("b");
    context.erase("h");
    context.set("j", Value::integer(100));
    context.set("c", Value::integer(200));
    EXPECT_EQ(context.all().size(), std::size(kNames) - 2);
    EXPECT_EQ(context.find("b"), nullptr);
    EXPECT_EQ(context.find("h"), nullptr);
    EXPECT_EQ(context.find("j")->as_integer(), 100);
    EXPECT_EQ(context.find("c")->as_integer(), 200);
    EXPECT_EQ(context.find("g")->as_integer(), 6);
}

TEST(Context, SurroundingsAreAskedLast) {
    class Fixed final : public Surroundings {
    public:
        std::optional<std::chrono::system_clock::time_point> now() const override {
            return std::chrono::system_clock::time_point(std::chrono::seconds(7));
        }
        std::optional<std::uint64_t> random_seed() const override { return 8; }
    };
    const Fixed surroundings;
    Context base;
    base.set_surroundings(&surroundings);
    Context inner(&base);
    EXPECT_EQ(inner.now()->time_since_epoch(), std::chrono::seconds(7));
    EXPECT_EQ(inner.random_seed(), 8U);
    inner.set_random_seed(9);
    EXPECT_EQ(inner.random_seed(), 9U);
}

}  // namespace levada::jinja
