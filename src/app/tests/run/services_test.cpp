#include "run/services.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(Services, ASecondProgramOnTheSameProjectIsRefused) {
    const ShopServices first;
    RecordedProcess process;
    Arguments arguments;
    const auto second = Services::open(first.project, process.process, arguments);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), ErrorCode::conflict) << second.error().to_string();
    EXPECT_EQ(exit_code_of(second.error()), ExitCode::try_again);
}

TEST(Services, TheLogHidesSecrets) {
    const ShopServices shop;
    shop.services->log->sink().write(LogLevel::error, "key k3y-of-the-shop was refused", {});
    shop.services->log->hide({"t0ken-made-later"});
    shop.services->log->sink().write(LogLevel::error, "and t0ken-made-later too", {});
    const std::string log = read_file(shop.project.state_folder / "logs" / "levada.log").value();
    EXPECT_EQ(log.find("k3y-of-the-shop"), std::string::npos);
    EXPECT_EQ(log.find("t0ken-made-later"), std::string::npos);
    EXPECT_NE(log.find("was refused"), std::string::npos);
    EXPECT_NE(log.find("\"ecs.version\""), std::string::npos) << log;
}

TEST(ClockOf, ReadsTheTimeOfATest) {
    Arguments arguments;
    arguments.set("clock", "2026-01-01T00:00:00Z");
    const auto clock = clock_of(arguments);
    ASSERT_TRUE(clock);
    EXPECT_EQ((*clock)->now(), Instant(std::chrono::seconds(1'767'225'600)));
    arguments.set("clock", "noon");
    EXPECT_EQ(clock_of(arguments).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
