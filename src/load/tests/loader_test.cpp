#include "levada/load/loader.h"

#include "load_support.h"

#include <gtest/gtest.h>

namespace levada::load {
namespace {

using Lines = std::vector<std::string>;

/// Fails an append to a topic, or a saved offset, once it is told to.
class FailingQueue final : public Queue {
public:
    explicit FailingQueue(Queue& inner) : inner_(inner) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        return inner_.append(topic, payloads);
    }
    Result<std::vector<QueueMessage>> read(const std::string& topic, std::int64_t offset, std::size_t size) override {
        if (reads_left >= 0 && reads_left-- == 0) {
            return Error(ErrorCode::corruption, "checksum differs");
        }
        return inner_.read(topic, offset, size);
    }
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override {
        return inner_.bounds(topic);
    }
    Result<std::vector<std::string>> topics() override { return inner_.topics(); }
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override {
        if (is_refusing_offsets) {
            return Error(ErrorCode::unavailable, "killed between commit and offset");
        }
        return inner_.commit_offset(topic, consumer, offset);
    }
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override {
        return inner_.committed_offset(topic, consumer);
    }
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override {
        return inner_.apply_retention(topic, retention, keep_from);
    }

    bool is_refusing_offsets = false;
    int reads_left = -1;

private:
    Queue& inner_;
};

TEST(Loader, NoTopicYetIsAnEmptyReport) {
    Yard yard;
    EXPECT_EQ(yard.drain().commit_count, 0);
    EXPECT_FALSE(lake::Table::exists(yard.target().folder));
}

TEST(Loader, TypedColumnsAndAirbytesOwn) {
    Yard yard;
    yard.begin("r1", 3, kSchema);
    yard.batch("{\"id\":1,\"name\":\"a\",\"at\":\"2024-05-06T07:08:09Z\",\"more\":1}\n{\"id\":\"x\",\"name\":null}\n");
    yard.end();
    const LoadReport report = yard.drain();
    EXPECT_EQ(report.record_count, 2);
    EXPECT_EQ(report.undeclared_fields, (Lines{"more"}));
    EXPECT_TRUE(report.has_ended);
    EXPECT_EQ(yard.rows("id, name, \"at\", _airbyte_generation_id, _airbyte_meta"),
              (Lines{"-|-|-|3|{\"sync_id\":1,\"changes\":[{\"field\":\"id\",\"change\":\"NULLED\",\"reason\":"
                     "\"DESTINATION_TYPECAST_ERROR\"}]}",
                     "1|a|2024-05-06T07:08:09Z|3|{\"sync_id\":1,\"changes\":[]}"}));
    EXPECT_EQ(yard.rows("count(DISTINCT _airbyte_raw_id), min(_airbyte_extracted_at)"),
              (Lines{"2|2026-01-01T00:00:00.000001Z"}));
}

TEST(Loader, AVersionIsShownAfterACrashBeforeItsEnd) {
    // Goal: a crash between the last batches' step and the swap leaves the end to the next loader. Found by the
    // simulation: the version was never shown.
    Yard yard;
    yard.begin("r1", 1, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    FailingQueue failing(yard.queue());
    failing.is_refusing_offsets = true;
    Loader killed(failing, yard.engine(), yard.clock(), yard.target());
    ASSERT_FALSE(killed.drain(DrainMode::everything).has_value());
    yard.drain();
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
}

TEST(Loader, AppendNeverDoublesAcrossRestarts) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    repeat(yard);
    yard.checkpoint();
    yard.batch("{\"id\":2}\n");  // No boundary yet.
    EXPECT_EQ(yard.drain().record_count, 1);
    EXPECT_EQ(yard.drain().record_count, 0);
    yard.batch("{\"id\":3}\n");
    yard.end();
    EXPECT_EQ(yard.drain().record_count, 2);
    yard.begin("r2", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    yard.drain();
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "1", "2", "3"}));
}

TEST(Loader, AnIncompleteRunLeavesToTheNextWhatItReadsAgain) {
    // Goal: without a key, records after the newest state do not count when the next run goes on from that state; with
    // a key, or when every run reads everything, they do.
    struct Case {
        const char* name;
        LoadMode mode;
        bool is_resumed;
        Lines want;
        std::int64_t unsettled_count;
    };
    const Case cases[] = {
        {"append, goes on from its state", LoadMode::append, true, {"1"}, 2},
        {"append, always from the start", LoadMode::append, false, {"1", "2", "3"}, 0},
        {"with a key", LoadMode::append_dedup, true, {"1", "2", "3"}, 0},
    };
    for (const Case& c : cases) {
        Yard yard;
        yard.target().mode = c.mode;
        yard.target().is_resumed = c.is_resumed;
        yard.target().primary_key = {"id"};
        yard.begin("r1", 0, kSchema);
        yard.batch("{\"id\":1}\n");
        yard.checkpoint();
        yard.batch("{\"id\":2}\n{\"id\":3}\n");
        yard.end(StreamOutcome::incomplete);
        EXPECT_EQ(yard.drain().unsettled_count, c.unsettled_count) << "case: " << c.name;
        EXPECT_EQ(yard.rows("id"), c.want) << "case: " << c.name;
        yard.begin("r2", 0, kSchema);
        yard.batch("{\"id\":2}\n{\"id\":3}\n");
        yard.checkpoint();
        yard.end();
        yard.drain();
        if (c.is_resumed) {
            EXPECT_EQ(yard.rows("id"), (Lines{"1", "2", "3"})) << "case: " << c.name;
        }
    }
}

TEST(Loader, WhatWasTakenBackIsLoadedWhenItComesAgain) {
    // Goal: a partition failed in its middle, others went on, and the next run reads it again: each record once.
    Yard yard;
    yard.target().is_resumed = true;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n{\"id\":2}\n", 0);
    yard.batch("{\"id\":3}\n", 0);
    yard.retract(0, 1);
    yard.batch("{\"id\":4}\n", 2);
    yard.checkpoint();
    yard.end(StreamOutcome::incomplete);
    EXPECT_EQ(yard.drain().unsettled_count, 2);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "4"}));
    yard.begin("r2", 0, kSchema);
    yard.batch("{\"id\":2}\n{\"id\":3}\n");
    yard.checkpoint();
    yard.end();
    EXPECT_EQ(yard.drain().unsettled_count, 0);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2", "3", "4"}));
}

TEST(Loader, KilledBetweenCommitAndOffsetLoadsNothingTwice) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    FailingQueue failing(yard.queue());
    failing.is_refusing_offsets = true;
    {
        Loader loader(failing, yard.engine(), yard.clock(), yard.target());
        EXPECT_FALSE(loader.drain(DrainMode::everything).has_value());
    }
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
    EXPECT_EQ(yard.drain().record_count, 0);
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
}

TEST(Loader, AFailureAnywhereLosesAndDoublesNothing) {
    // Goal: whichever read of the queue fails, the next drain finishes the work. Method: fail the n-th read, drain on
    // with the same loader, and compare; small groups, so that commits lie between the failures.
    bool is_failing = true;
    int reads = 0;
    for (; is_failing; ++reads) {
        Yard yard;
        for (const char* run : {"r1", "r2"}) {
            yard.begin(run, 0, kSchema);
            for (int i = 0; i < 3; ++i) {
                yard.batch("{\"id\":" + std::to_string(i) + "}\n{\"id\":null,\"name\":\"" + run + "\"}\n");
                yard.checkpoint();
            }
            yard.end();
        }
        FailingQueue failing(yard.queue());
        failing.reads_left = reads;
        LoadOptions options;
        options.group_size_bytes_max = 60;
        Loader loader(failing, yard.engine(), yard.clock(), yard.target(), options);
        is_failing = !loader.drain(DrainMode::everything).has_value();
        failing.reads_left = -1;
        const auto report = loader.drain(DrainMode::everything);
        ASSERT_TRUE(report.has_value()) << "case: read " << reads << ": " << report.error().to_string();
        EXPECT_EQ(yard.rows("count(*), count(DISTINCT _airbyte_raw_id), sum(id)"), (Lines{"12|12|6"}))
            << "case: read " << reads;
    }
    EXPECT_GE(reads, 8);
}

TEST(Loader, FullGroupsWaitForMore) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1,\"name\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n");
    yard.checkpoint();
    LoadOptions options;
    options.group_size_bytes_max = 100;
    Loader loader = yard.make_loader(options);
    EXPECT_EQ(loader.drain(DrainMode::full_groups).value().commit_count, 0);
    yard.batch("{\"id\":2,\"name\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n");
    yard.checkpoint();
    EXPECT_EQ(loader.drain(DrainMode::full_groups).value().record_count, 2);
    yard.batch("{\"id\":3}\n");
    yard.end();
    const LoadReport report = loader.drain(DrainMode::full_groups).value();
    EXPECT_EQ(report.record_count, 1);
    EXPECT_TRUE(report.has_ended);
}

TEST(Loader, WhatDoesNoHarmIsLoadedBeforeItsBoundary) {
    // Goal: a long stream without a state is loaded while it is read, where a run that dies now would do no harm; the
    // rows are right whether it dies or not. Method: three batches of a run that ends, or is followed by another one
    // that reads two records anew.
    struct Case {
        const char* name;
        LoadMode mode;
        std::int64_t generation;
        bool is_resumed;
        std::int64_t early_count;
        Lines want_seen;  // before the run's end
    };
    const Case cases[] = {
        {"a version of its own", LoadMode::append, 1, false, 3, {}},
        {"with a key", LoadMode::append_dedup, 0, true, 3, {"1", "2", "3"}},
        {"without a key, goes on from its state", LoadMode::append, 0, true, 0, {}},
        {"without a key, read from the start", LoadMode::append, 0, false, 0, {}},
        {"a version that later runs go on with", LoadMode::append, 1, true, 0, {}},
    };
    for (const Case& c : cases) {
        for (const bool is_cut_off : {false, true}) {
            Yard yard;
            yard.target().mode = c.mode;
            yard.target().is_resumed = c.is_resumed;
            yard.target().primary_key = {"id"};
            LoadOptions options;
            options.group_size_bytes_max = 5;
            std::vector<std::int64_t> told;
            options.on_commit = [&told](std::int64_t next_offset) { told.push_back(next_offset); };
            yard.begin("r1", c.generation, kSchema);
            for (const char* record : {"{\"id\":1}\n", "{\"id\":2}\n", "{\"id\":3}\n"}) {
                yard.batch(record);
            }
            Loader loader = yard.make_loader(options);
            EXPECT_EQ(loader.drain(DrainMode::full_groups).value().batch_count, c.early_count) << "case: " << c.name;
            EXPECT_EQ(static_cast<std::int64_t>(told.size()), c.early_count) << "case: " << c.name;
            if (!c.want_seen.empty()) {
                EXPECT_EQ(yard.rows("id"), c.want_seen) << "case: " << c.name;
            }
            if (!is_cut_off) {
                yard.end();
                EXPECT_TRUE(loader.drain(DrainMode::everything).value().has_ended) << "case: " << c.name;
                EXPECT_EQ(yard.rows("id"), (Lines{"1", "2", "3"})) << "case: " << c.name;
                continue;
            }
            yard.begin("r2", c.generation, kSchema);
            yard.batch("{\"id\":1}\n{\"id\":2}\n");
            yard.end();
            yard.drain(options);
            const Lines want = c.mode == LoadMode::append_dedup ? Lines{"1", "2", "3"} : Lines{"1", "2"};
            EXPECT_EQ(yard.rows("id"), want) << "case: " << c.name << ", cut off";
        }
    }
}

TEST(Loader, TheDeadLetterLimitHoldsForAllDrainsOfARun) {
    Yard yard;
    LoadOptions options;
    options.group_size_bytes_max = 1;
    options.dead_letters.count_max = 2;
    Loader loader = yard.make_loader(options);
    yard.begin("r1", 0, kSchema);
    for (int drain = 0; drain < 3; ++drain) {
        yard.batch("{\"id\":1}\nnot json\n");
        yard.checkpoint();
        const auto report = loader.drain(DrainMode::full_groups);
        EXPECT_EQ(report.has_value(), drain < 2) << "drain " << drain;
    }
    yard.end();
    yard.begin("r2", 0, kSchema);
    Loader next = yard.make_loader({});
    EXPECT_EQ(next.drain(DrainMode::everything).value().record_count, 1) << "the records waited";
}

TEST(Loader, AStopBetweenCommitsLeavesTheRestForTheNextDrain) {
    // Goal: a program that ends does not load a long backlog first, and loses nothing by that. Method: groups of one
    // batch; told to stop after the first commit.
    Yard yard;
    yard.begin("r1", 0, kSchema);
    for (int id = 1; id <= 3; ++id) {
        yard.batch("{\"id\":" + std::to_string(id) + "}\n");
        yard.checkpoint();
    }
    yard.end();
    LoadOptions options;
    options.group_size_bytes_max = 1;
    int asked = 0;
    options.is_stopping = [&asked] { return ++asked > 2; };
    EXPECT_EQ(yard.drain(options).record_count, 1);
    EXPECT_EQ(yard.rows("id"), std::vector<std::string>({"1"}));
    EXPECT_EQ(yard.drain().record_count, 2);
    EXPECT_EQ(yard.rows("id"), std::vector<std::string>({"1", "2", "3"}));
}

TEST(Loader, DedupKeepsTheNewestByCursorAndAppliesDeletions) {
    Yard yard;
    yard.target().mode = LoadMode::append_dedup;
    yard.target().primary_key = {"id"};
    yard.target().cursor_field = "at";
    const std::string schema = R"({"properties":{"id":{"type":"integer"},"name":{"type":"string"},
        "at":{"type":"string","format":"date-time"},"_ab_cdc_deleted_at":{"type":"string"}}})";
    yard.begin("r1", 0, schema);
    yard.batch(
        "{\"id\":1,\"name\":\"new\",\"at\":\"2024-01-02T00:00:00Z\"}\n"
        "{\"id\":1,\"name\":\"old\",\"at\":\"2024-01-01T00:00:00Z\"}\n"
        "{\"id\":2,\"name\":\"b\",\"at\":\"2024-01-01T00:00:00Z\"}\n"
        "{\"id\":3,\"name\":\"c\",\"at\":\"2024-01-01T00:00:00Z\"}\n");
    yard.end();
    EXPECT_EQ(yard.drain().record_count, 3);
    yard.begin("r2", 0, schema);
    yard.batch(
        "{\"id\":1,\"name\":\"stale\",\"at\":\"2024-01-01T12:00:00Z\"}\n"
        "{\"id\":2,\"name\":\"again\",\"at\":\"2024-01-01T00:00:00Z\"}\n"
        "{\"id\":3,\"at\":\"2024-01-03T00:00:00Z\",\"_ab_cdc_deleted_at\":\"2024-01-03T00:00:00Z\"}\n");
    yard.end();
    const LoadReport report = yard.drain();
    EXPECT_EQ(report.deleted_count, 1);
    EXPECT_EQ(yard.rows("id, name"), (Lines{"1|new", "2|again"}));
}

TEST(Loader, OverwriteSwapsOnlyWhenComplete) {
    Yard yard;
    yard.target().is_resumed = true;
    LoadOptions options;
    options.group_size_bytes_max = 1;
    yard.begin("r1", 1, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    yard.drain(options);
    yard.begin("r2", 2, kSchema);
    yard.batch("{\"id\":2}\n");
    yard.batch("{\"id\":3}\n");
    yard.checkpoint();
    yard.end(StreamOutcome::incomplete);
    yard.drain(options);
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
    yard.begin("r3", 2, kSchema);  // The same generation goes on from its state.
    yard.batch("{\"id\":4}\n");
    yard.checkpoint();
    yard.drain(options);
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
    yard.end();
    yard.drain(options);
    EXPECT_EQ(yard.rows("id, _airbyte_generation_id"), (Lines{"2|2", "3|2", "4|2"}));
    yard.begin("r4", 3, kSchema);
    yard.batch("{\"id\":5}\n");
    yard.end(StreamOutcome::incomplete);
    yard.drain(options);
    yard.begin("r5", 4, kSchema);  // A greater one starts afresh.
    yard.batch("{\"id\":6}\n");
    yard.end();
    yard.drain(options);
    EXPECT_EQ(yard.rows("id"), (Lines{"6"}));
    yard.begin("r6", 5, kSchema);
    yard.end();
    options.guard.when_empty = EmptyVersion::replace;
    yard.drain(options);
    EXPECT_TRUE(yard.rows("id").empty());
}

TEST(Loader, ARunThatReadsAllAgainMakesItsVersionAnew) {
    // Goal: of a version that a run left unfinished nothing is in the next one's, be its generation the same: a replay
    // that tries an older run, or a second replay after one that was cut off.
    Yard yard;
    LoadOptions options;
    options.group_size_bytes_max = 1;
    yard.begin("r1", 1, kSchema);
    yard.batch("{\"id\":1}\n");
    Loader loader = yard.make_loader(options);
    ASSERT_TRUE(loader.drain(DrainMode::full_groups).has_value());
    for (const char* run : {"r1.2", "r1.3"}) {
        yard.begin(run, 1, kSchema);
        yard.batch("{\"id\":2}\n");
        ASSERT_TRUE(loader.drain(DrainMode::full_groups).has_value());
    }
    yard.end();
    yard.drain(options);
    EXPECT_EQ(yard.rows("id"), (Lines{"2"}));
}

TEST(Loader, AnIncompleteVersionIsSeenOnlyWhereThereIsNoWholeOne) {
    // Goal: an API that never ends well still gives a table. Method: versions after each other, r3 the first whole one.
    struct Step {
        const char* run;
        std::vector<int> ids;
        StreamOutcome outcome;
        Lines seen;
    };
    const Step steps[] = {
        {"r1", {1, 2}, StreamOutcome::incomplete, {"1", "2"}},
        {"r2", {3}, StreamOutcome::incomplete, {"1", "2"}},
        {"r2b", {4, 5, 6}, StreamOutcome::incomplete, {"4", "5", "6"}},
        {"r3", {7, 8, 9}, StreamOutcome::complete, {"7", "8", "9"}},
        {"r4", {1, 2, 3, 4}, StreamOutcome::incomplete, {"7", "8", "9"}},
        {"r5", {5, 6, 7, 8}, StreamOutcome::complete, {"5", "6", "7", "8"}},
    };
    Yard yard;
    std::int64_t generation = 0;
    for (const Step& step : steps) {
        yard.begin(step.run, ++generation, kSchema);
        for (const int id : step.ids) {
            yard.batch("{\"id\":" + std::to_string(id) + "}\n");
        }
        yard.drain();
        yard.end(step.outcome);
        yard.drain();
        EXPECT_EQ(yard.rows("id"), step.seen) << step.run;
    }
}

TEST(Loader, NothingOfTheFirstVersionIsSeenBeforeItsRunEnds) {
    Yard yard;
    yard.begin("r1", 1, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.checkpoint();
    yard.drain();
    auto table = lake::Table::open(yard.engine(), yard.clock(), yard.target().folder);
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->snapshot("").value().instant, "") << "readers see a commit";
    yard.end();
    yard.drain();
    EXPECT_EQ(yard.rows("id"), (Lines{"1"}));
}

TEST(Loader, TheGuardKeepsTheTableFromShrinking) {
    // Goal: what a new version may take away. Method: a table of ten rows, overwritten by so many.
    struct Case {
        const char* name;
        int given;
        OverwriteGuard guard;
        std::size_t want;
    };
    const Case cases[] = {
        {"empty is kept by default", 0, {}, 10},
        {"empty replaces when that is wanted", 0, {100, EmptyVersion::replace}, 0},
        {"any share may go by default", 1, {}, 1},
        {"at the limit", 5, {50, EmptyVersion::keep}, 5},
        {"below the limit", 4, {50, EmptyVersion::keep}, 10},
        {"growing is always right", 11, {0, EmptyVersion::keep}, 11},
    };
    for (const Case& c : cases) {
        Yard yard;
        const auto overwrite = [&yard](const std::string& run, std::int64_t generation, int count) {
            yard.begin(run, generation, kSchema);
            for (int id = 0; id < count; ++id) {
                yard.batch("{\"id\":" + std::to_string(id) + "}\n");
            }
            yard.end();
        };
        overwrite("r1", 1, 10);
        LoadOptions options;
        options.guard = c.guard;
        yard.drain(options);
        overwrite("r2", 2, c.given);
        const LoadReport report = yard.drain(options);
        EXPECT_EQ(yard.rows("id").size(), c.want) << "case: " << c.name << ", refusal: " << report.refusal;
        EXPECT_EQ(report.refusal.empty(), c.want != 10U) << "case: " << c.name << ", refusal: " << report.refusal;
        EXPECT_EQ(yard.drain(options).refusal, "") << "case: " << c.name << ": what was refused is passed over";
        overwrite("r3", 3, 12);
        EXPECT_EQ(yard.drain(options).refusal, "") << "case: " << c.name;
        EXPECT_EQ(yard.rows("id").size(), 12U) << "case: " << c.name << ": the next good version counts";
    }
}

TEST(Loader, TheGuardTellsAShareThatIsNotWholeWithADecimal) {
    // Goal: what is refused looks like more than what is allowed. Method: a table of so many rows, overwritten by
    // fewer.
    struct Case {
        int held;
        int given;
        int percent_max;
        const char* want;
    };
    const Case cases[] = {{10, 4, 50, "that is 60 % fewer, overwrite.shrink_percent_max allows 50 %"},
                          {7, 3, 57, "that is 57.2 % fewer, overwrite.shrink_percent_max allows 57 %"},
                          {16, 7, 50, "that is 56.3 % fewer, overwrite.shrink_percent_max allows 50 %"}};
    for (const Case& c : cases) {
        Yard yard;
        LoadOptions options;
        options.guard.shrink_percent_max = c.percent_max;
        LoadReport report;
        std::int64_t generation = 0;
        for (const int count : {c.held, c.given}) {
            ++generation;
            yard.begin("r" + std::to_string(generation), generation, kSchema);
            for (int id = 0; id < count; ++id) {
                yard.batch("{\"id\":" + std::to_string(id) + "}\n");
            }
            yard.end();
            report = yard.drain(options);
        }
        EXPECT_NE(report.refusal.find(c.want), std::string::npos) << report.refusal;
    }
}

TEST(Loader, TooManyDeadLettersStopTheStream) {
    struct Case {
        const char* name;
        DeadLetterLimit limit;
        bool is_stopped;
    };
    const Case cases[] = {
        {"no limit", {}, false},
        {"as many as allowed", {.count_max = 2}, false},
        {"one more than allowed", {.count_max = 1}, true},
        {"half is allowed", {.percent_max = 50}, false},
        {"less than half is allowed", {.percent_max = 49}, true},
    };
    for (const Case& c : cases) {
        Yard yard;
        yard.begin("r1", 0, kSchema);
        yard.batch("{\"id\":1}\nnot json\n{\"id\":2}\n[]\n");
        yard.end();
        LoadOptions options;
        options.dead_letters = c.limit;
        Loader loader = yard.make_loader(options);
        const auto report = loader.drain(DrainMode::everything);
        EXPECT_EQ(report.has_value(), !c.is_stopped) << "case: " << c.name;
        EXPECT_EQ(yard.queue().bounds("p.s.dlq").value().second, 2) << "case: " << c.name << ": they are kept";
        if (c.is_stopped) {
            EXPECT_EQ(report.error().code(), ErrorCode::invalid_data) << "case: " << c.name;
            EXPECT_EQ(yard.drain().record_count, 2) << "case: " << c.name << ": the records waited";
        }
    }
}

TEST(Loader, AStreamWithoutRecordsHasAnEmptyTable) {
    Yard yard;
    yard.begin("r1", 1, kSchema);
    yard.end();
    EXPECT_EQ(yard.drain().commit_count, 1);
    EXPECT_EQ(yard.rows("count(id)"), (Lines{"0"}));
    EXPECT_EQ(yard.drain().commit_count, 0);
}

TEST(Loader, InferredColumnsGrowAndWiden) {
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{\"id\":1,\"v\":1}\n");
    yard.end();
    yard.drain();
    yard.begin("r2", 0);
    yard.batch("{\"id\":2,\"v\":1.5,\"new\":{\"a\":1}}\n");
    yard.checkpoint();
    yard.batch("{\"id\":3,\"v\":\"text\"}\n");
    yard.end();
    LoadOptions options;
    options.group_size_bytes_max = 1;
    yard.drain(options);
    EXPECT_EQ(yard.rows("id, v, new"), (Lines{"1|1.0|-", "2|1.5|{\"a\":1}", "3|text|-"}));
}

TEST(Loader, ADeclaredSchemaStaysDeclaredAfterARestart) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.checkpoint();
    yard.drain();
    yard.batch("{\"id\":2,\"undeclared\":1}\n");
    yard.end();
    yard.drain();
    EXPECT_EQ(yard.rows("count(*) FILTER (id IS NOT NULL)"), (Lines{"2"}));
    EXPECT_NE(yard.rows("undeclared").front().find("undeclared"), std::string::npos);
}

TEST(Loader, BrokenRecordsAreDeadLettersOnce) {
    Yard yard;
    yard.target().mode = LoadMode::append_dedup;
    yard.target().primary_key = {"id"};
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\nbroken\n{\"id\":2}\n");
    yard.end();
    EXPECT_EQ(yard.drain().rejected_count, 1);
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2"}));
    const auto letters = yard.queue().read("p.s.dlq", 0, 1 << 20).value();
    ASSERT_EQ(letters.size(), 1U);
    const auto decoded = decode(letters[0].payload).value();
    const auto& letter = std::get<DeadLetter>(decoded);
    EXPECT_EQ(letter.body, "broken");
    EXPECT_EQ(letter.record, 1);
    EXPECT_EQ(letter.batch_id, "r1/s/0/0");
    EXPECT_EQ(letter.code, "invalid_data");
}

TEST(Loader, LargeRecordsFitALittleMemory) {
    // 96 MB in records of 1 MB through an engine that may use 64 MB.
    Yard yard;
    yard.begin("r1", 0, kSchema);
    for (int i = 0; i < 24; ++i) {
        std::string records;
        for (int j = 0; j < 4; ++j) {
            records += "{\"id\":" + std::to_string(i * 4 + j) + ",\"name\":\"" + std::string(1 << 20, 'x') + "\"}\n";
        }
        yard.batch(records);
    }
    yard.end();
    EXPECT_EQ(yard.drain().record_count, 96);
    EXPECT_EQ(yard.rows("count(*), min(length(name))"), (Lines{"96|1048576"}));
}

TEST(Loader, WhatACrashedWriteLeftIsRemoved) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    yard.drain();
    auto table = lake::Table::open(yard.engine(), yard.clock(), yard.target().folder).value();
    const auto columns = table.snapshot("").value().columns;
    std::string select = "SELECT 0 AS levada_pos";
    for (const lake::Column& column : columns) {
        select += ", NULL AS \"" + column.name + "\"";
    }
    lake::QueryFeed feed(yard.engine(), select);
    lake::WriteOptions crash;
    crash.operation = lake::Operation::insert;
    crash.columns = columns;
    crash.stop = lake::StopPoint::before_publish;
    ASSERT_FALSE(table.write(feed, crash).has_value());
    yard.begin("r2", 0, kSchema);
    yard.batch("{\"id\":2}\n");
    yard.end();
    yard.drain();
    EXPECT_EQ(yard.rows("id"), (Lines{"1", "2"}));
    EXPECT_EQ(table.roll_back_pending().value(), 0);
}

TEST(Loader, AnotherKeyIsAConflict) {
    Yard yard;
    yard.begin("r1", 0, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    yard.drain();
    yard.target().mode = LoadMode::append_dedup;
    Loader no_key = yard.make_loader();
    yard.target().primary_key = {"id"};
    Loader other_key = yard.make_loader();
    EXPECT_EQ(other_key.drain(DrainMode::everything).error().code(), ErrorCode::conflict);
}

TEST(Loader, DedupWithoutAKeyIsInvalid) {
    Yard yard;
    yard.target().mode = LoadMode::append_dedup;
    yard.begin("r1", 0, kSchema);
    yard.end();
    Loader loader = yard.make_loader();
    EXPECT_EQ(loader.drain(DrainMode::everything).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::load
