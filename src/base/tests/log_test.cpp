#include "levada/base/log.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Log, LevelsPrintAsTheyAreSpelled) {
    EXPECT_EQ(to_string(LogLevel::warning), "warning");
    EXPECT_EQ(to_string(LogLevel::debug), "debug");
    no_log().write(LogLevel::info, "dropped", {{"levada.run", "1"}});
}

}  // namespace
}  // namespace levada
