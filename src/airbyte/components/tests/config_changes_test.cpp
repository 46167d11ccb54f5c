#include "config_changes.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ConfigChanges, ReachTheStreamsThatFollow) {
    // Goal: a change made in one stream's configuration is seen in all that follow, and only what changed is touched.
    testing::ComponentFixture f(Json::object({{"token", "old"}, {"own", 1}}));
    SourceContext first(f.source, f.source.messages());
    SourceContext second(f.source, f.source.messages());
    auto& changes = first.shared<ConfigChanges>();
    EXPECT_EQ(&changes, &f.source.shared<ConfigChanges>()) << "a source has one";
    ASSERT_TRUE(changes.follow(second));
    const std::uint64_t version = second.config_version();

    ASSERT_TRUE(changes.set(first, {"token"}, Json("new")));
    ASSERT_TRUE(changes.set(first, {"nested", "at"}, Json(5)));
    EXPECT_EQ(first.config().string_or("token", ""), "new");
    EXPECT_EQ(second.config().string_or("token", ""), "old") << "not before it follows";
    EXPECT_EQ(second.config_version(), version);
    ASSERT_TRUE(changes.follow(second));
    EXPECT_EQ(second.config(), first.config());
    EXPECT_GT(second.config_version(), version) << "templates have to see it";

    const std::uint64_t followed = second.config_version();
    ASSERT_TRUE(changes.follow(second));
    EXPECT_EQ(second.config_version(), followed) << "nothing changed since";
    ASSERT_TRUE(changes.set(second, {"token"}, Json("newer")));
    ASSERT_TRUE(changes.follow(f.source));
    EXPECT_EQ(f.source.config().dump(), R"({"token":"newer","own":1,"nested":{"at":5}})");
}

}  // namespace
}  // namespace levada::airbyte
