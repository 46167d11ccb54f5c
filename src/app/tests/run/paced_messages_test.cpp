#include "run/paced_messages.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

/// Counts what it is told.
class Counter final : public airbyte::MessageSink {
public:
    Result<void> records(const airbyte::RecordBatchView& /*batch*/) override { return count(); }
    Result<void> state(std::string_view /*s*/, const Json& /*state*/, std::int64_t /*n*/) override { return count(); }
    Result<void> take_back(std::string_view /*s*/, std::int64_t /*slice*/) override { return count(); }
    Result<void> status(std::string_view /*s*/, airbyte::StreamStatus /*status*/) override { return count(); }
    Result<void> rate_limited(std::string_view /*stream*/) override { return count(); }
    Result<void> error(const airbyte::ErrorTrace& /*trace*/) override { return count(); }
    Result<void> log(airbyte::LogLevel /*level*/, std::string_view /*text*/) override { return count(); }
    Result<void> config_changed(const Json& /*config*/) override { return count(); }
    void hide(std::vector<std::string> /*secrets*/) override { ++told; }

    int told = 0;

private:
    Result<void> count() {
        ++told;
        return ok();
    }
};

TEST(PacedMessages, GivesEverythingOn) {
    const ShopServices shop;
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    observe::Progress progress(options, [](std::string_view) {}, *shop.services->clock);
    RunNotes notes(*shop.services, "shop", "r1");
    const Loading loading{*shop.services, shop.project, shop.pipeline(), no_log()};
    const std::atomic<bool> is_stopping = false;
    ThreadExecutor executor(1, 1);
    LoadingBeside beside({loading, progress, notes, is_stopping, executor}, {});
    Counter counter;
    PacedMessages messages(counter, beside);
    EXPECT_TRUE(messages.records({"s", {}}));
    EXPECT_TRUE(messages.state("s", Json(), 0));
    EXPECT_TRUE(messages.status("s", airbyte::StreamStatus::started));
    EXPECT_TRUE(messages.rate_limited("s"));
    EXPECT_TRUE(messages.error({}));
    EXPECT_TRUE(messages.log(airbyte::LogLevel::info, "x"));
    EXPECT_TRUE(messages.log_of("s", airbyte::LogLevel::info, "x"));
    EXPECT_TRUE(messages.config_changed(Json()));
    messages.hide({});
    EXPECT_EQ(counter.told, 9);
}

}  // namespace
}  // namespace levada::app
