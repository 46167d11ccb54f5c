#include "run/known_runs.h"
#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/adapters/system_clock.h"
#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(RunsShowCommand, TellsStreamsSlicesAttemptsAndCauses) {
    ShopProject shop;
    shop.is_refusing_shops = true;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    RecordedProcess show;
    ASSERT_TRUE(shop.run(show, {"runs", "show"}));
    for (const char* text : {"of shop: partial",
                             "manual, attempt 1",
                             "checkpoint: 2 records",
                             "/shops: HTTP 403",
                             "incomplete: ",
                             "2 records written, 0 dead letters",
                             "Next: levada runs logs ",
                             "\n      levada runs retry "}) {
        EXPECT_NE(show.out().find(text), std::string::npos) << text << " is not in:\n" << show.out();
    }
    std::filesystem::remove_all(shop.path() + "/.levada/logs");
    RecordedProcess no_log;
    ASSERT_TRUE(shop.run(no_log, {"runs", "show"}));
    EXPECT_EQ(no_log.out().find("runs logs"), std::string::npos) << "the log has nothing: " << no_log.out();
    EXPECT_NE(no_log.out().find("\nNext: levada runs retry "), std::string::npos) << no_log.out();
    RecordedProcess json;
    ASSERT_TRUE(shop.run(json, {"runs", "show", "last", "--json"}));
    const auto document = parse_json(json.out());
    ASSERT_TRUE(document.has_value()) << json.out();
    EXPECT_GE(document->find("events")->size(), 6U);
    RecordedProcess wrong;
    EXPECT_EQ(shop.run(wrong, {"runs", "show", "x"}).error().code(), ErrorCode::not_found);
}

TEST(RunsShowCommand, TellsARunThatIsNotOver) {
    // Goal: what the run's events say so far is in both lists. Method: a run that is written as another process would.
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    const Project project = load_project(shop.path(), {}).value();
    const auto metadata = look_at_metadata(project);
    ASSERT_TRUE(metadata.has_value());
    const SystemClock clock;
    schedule::RunStore runs(**metadata, clock);
    const std::string id = runs.begin({.pipeline = "shop"})->id;
    schedule::RunJournal journal(**metadata, clock, id);
    ASSERT_TRUE(journal.add({.kind = schedule::RunEventKind::slice,
                             .stream = "items",
                             .text = "checkpoint",
                             .facts = Json::object({{"slice", 0}, {"records", 1'234}})}));
    RecordedProcess show;
    ASSERT_TRUE(shop.run(show, {"runs", "show", id}));
    for (const char* text : {"running, 1 stream, 1,234 records", "│ items  │ running │   1,234 │"}) {
        EXPECT_NE(show.out().find(text), std::string::npos) << text << " is not in:\n" << show.out();
    }
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"runs", "ls"}));
    EXPECT_NE(list.out().find("│   1,234 │"), std::string::npos) << list.out();
}

}  // namespace
}  // namespace levada::app
