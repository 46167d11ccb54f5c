#include "levada/load/agreement.h"

#include "load_support.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace levada::load {
namespace {

using Lines = std::vector<std::string>;

class LossyYard final : public Yard {
public:
    void lose_queue() { queue_ = std::make_unique<testing::MemoryQueue>(); }
};

/// A yard whose table has one run's records.
class Agreement : public ::testing::Test {
protected:
    Agreement() {
        yard.begin("r1", 0, kSchema);
        yard.batch("{\"id\":1}\n{\"id\":2}\n");
        yard.checkpoint();
        yard.end();
        yard.drain();
    }

    void one_more(const std::string& run, const std::string& record) {
        yard.begin(run, 0, kSchema);
        yard.batch(record);
        yard.end();
    }
    Status drain_status(LoadOptions options = {}) {
        Loader loader = yard.make_loader(options);
        const auto done = loader.drain(DrainMode::everything);
        return done.has_value() ? ok() : Status(done.error());
    }
    void lose_table() { std::filesystem::remove_all(yard.target().folder); }
    void lose_queue() { yard.lose_queue(); }
    Status accept() { return accept_table(yard.queue(), yard.engine(), yard.clock(), yard.target()); }

    LossyYard yard;
};

TEST_F(Agreement, ATableThatIsGoneIsAnErrorAndIsNotMadeAnew) {
    lose_table();
    one_more("r2", "{\"id\":3}\n");
    const Status done = drain_status();
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code(), ErrorCode::not_found);
    EXPECT_NE(done.error().to_string().find("levada replay p --stream s"), std::string::npos)
        << done.error().to_string();
    EXPECT_NE(done.error().to_string().find("levada state reset p --stream s"), std::string::npos);
    EXPECT_FALSE(lake::Table::exists(yard.target().folder));
}

TEST_F(Agreement, ATableThatIsGoneWhileALoaderWorksIsAnErrorToo) {
    Loader loader = yard.make_loader();
    ASSERT_TRUE(loader.drain(DrainMode::everything).has_value());
    lose_table();
    one_more("r2", "{\"id\":3}\n");
    for (int i = 0; i < 2; ++i) {
        const auto done = loader.drain(DrainMode::everything);
        ASSERT_FALSE(done.has_value()) << i;
        EXPECT_EQ(done.error().code(), ErrorCode::not_found) << i << ": " << done.error().to_string();
    }
    EXPECT_FALSE(lake::Table::exists(yard.target().folder));
}

TEST_F(Agreement, AnOlderTableIsAnError) {
    const std::filesystem::path older = yard.target().folder.string() + ".older";
    std::filesystem::copy(yard.target().folder, older, std::filesystem::copy_options::recursive);
    one_more("r2", "{\"id\":3}\n");
    yard.drain();
    lose_table();
    std::filesystem::rename(older, yard.target().folder);
    EXPECT_EQ(drain_status().error().code(), ErrorCode::corruption);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2"}));
}

TEST_F(Agreement, AnAcceptedTableIsLoadedOnFromTheTopicsEnd) {
    // Goal: what was in the table that is gone does not come back by itself beside what is read again.
    lose_table();
    ASSERT_TRUE(accept().has_value());
    one_more("r2", "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    EXPECT_EQ(yard.drain().record_count, 3);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2", "3"}));
    // It was accepted once: the next loss is one again.
    lose_table();
    EXPECT_EQ(drain_status().error().code(), ErrorCode::not_found);
}

TEST_F(Agreement, AQueueThatIsGoneIsAnErrorUntilTheTableIsAccepted) {
    lose_queue();
    yard.begin("r2", 0, kSchema);
    EXPECT_EQ(drain_status().error().code(), ErrorCode::corruption);
    ASSERT_TRUE(accept().has_value());
    one_more("r3", "{\"id\":4}\n");
    EXPECT_EQ(yard.drain().record_count, 1);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2", "4"}));
    one_more("r4", "{\"id\":5}\n");
    EXPECT_EQ(yard.drain().record_count, 1);
}

TEST_F(Agreement, AcceptingWhatAgreesChangesNothing) {
    one_more("r2", "{\"id\":3}\n");
    ASSERT_TRUE(accept().has_value());
    EXPECT_EQ(yard.drain().record_count, 1);
}

TEST_F(Agreement, AReplayMakesALostTableAnewOnlyWhenItIsWhole) {
    for (const StreamOutcome outcome : {StreamOutcome::incomplete, StreamOutcome::complete}) {
        lose_table();
        const std::int64_t begin = yard.queue().bounds("p.s")->second;
        yard.begin("r2", 1, kSchema);
        yard.batch("{\"id\":7}\n");
        yard.end(outcome);
        LoadOptions options;
        options.made_anew_from = begin;
        options.shows_incomplete = false;
        const Status done = drain_status(options);
        ASSERT_TRUE(done.has_value()) << done.error().to_string();
        const bool is_whole = outcome == StreamOutcome::complete;
        EXPECT_EQ(drain_status().has_value(), is_whole) << to_string(outcome);
    }
    EXPECT_EQ(yard.rows("id"), (Lines{"7"}));
}

TEST_F(Agreement, AnUnfinishedVersionWhoseMessagesAreGoneIsGivenUp) {
    yard.begin("r2", 1, kSchema);
    yard.batch("{\"id\":3}\n");
    yard.checkpoint();
    yard.drain();
    lose_queue();
    yard.begin("r3", 2, kSchema);
    ASSERT_TRUE(accept().has_value());
    yard.begin("r4", 3, kSchema);
    yard.batch("{\"id\":4}\n");
    yard.end();
    LoadOptions options;
    options.guard.shrink_percent_max = 100;
    yard.drain(options);
    EXPECT_EQ(yard.rows("id"), (Lines{"4"}));
}

TEST_F(Agreement, TheStandingIsWhatTheNewestCommitSays) {
    const auto standing = standing_of(yard.engine(), yard.clock(), yard.target());
    ASSERT_TRUE(standing.has_value()) << standing.error().to_string();
    EXPECT_EQ(standing->next_offset, yard.queue().committed_offset("p.s", kTableConsumer).value());
    EXPECT_EQ(standing->generation_id, 0);
    lose_table();
    EXPECT_EQ(standing_of(yard.engine(), yard.clock(), yard.target())->next_offset, 0);
}

}  // namespace
}  // namespace levada::load
