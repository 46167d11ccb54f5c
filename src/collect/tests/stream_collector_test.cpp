#include "levada/collect/stream_collector.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/memory_object_store.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

using airbyte::StreamStatus;

class StreamCollectorTest : public ::testing::Test {
protected:
    StreamCollector collector(StreamCollectorOptions options = {}) {
        options.pipeline = "p";
        options.run = "r";
        return {{.queue = queue_, .raw_zone = &zone_, .states = states_, .clock = clock_, .log = no_log()},
                std::move(options)};
    }
    static Status add(StreamCollector& collector,
                      std::string_view stream,
                      const std::vector<std::string_view>& records) {
        return collector.records({stream, records});
    }
    static Json cursor(int value) { return Json::object({{"c", value}}); }

    // The kinds of the messages of a topic, with record counts and states.
    std::string log(const std::string& topic) {
        std::string line;
        const auto messages = queue_.read(topic, 0, 1 << 30);
        EXPECT_TRUE(messages.has_value()) << topic;
        if (!messages.has_value()) {
            return line;
        }
        for (const QueueMessage& message : *messages) {
            const auto decoded = decode(message.payload);
            EXPECT_TRUE(decoded.has_value());
            if (const auto* const begin = std::get_if<StreamBegin>(&*decoded)) {
                line.append("begin:" + std::to_string(begin->generation_id) + " ");
            } else if (const auto* const batch = std::get_if<RecordBatch>(&*decoded)) {
                line.append("batch:" + std::to_string(batch->count) + " ");
            } else if (const auto* const checkpoint = std::get_if<Checkpoint>(&*decoded)) {
                line.append(checkpoint->state.dump() + " ");
            } else if (const auto* const back = std::get_if<Retraction>(&*decoded)) {
                line.append("back:" + std::to_string(back->count) + " ");
            } else if (const auto* const end = std::get_if<StreamEnd>(&*decoded)) {
                line.append(to_string(end->outcome));
            }
        }
        return line;
    }
    void keep_exchange(const std::string& stream) {
        const HttpHeaders none;
        ASSERT_TRUE(zone_
                        .append(stream,
                                {.when = clock_.now(),
                                 .method = "GET",
                                 .url = "http://a/",
                                 .request_headers = &none,
                                 .status = 200,
                                 .response_headers = &none})
                        .has_value());
    }

    testing::MemoryQueue queue_;
    testing::MemoryMetadata metadata_;
    testing::MemoryObjectStore objects_;
    testing::ManualClock clock_;
    RawZone zone_{objects_, clock_, {.pipeline = "p", .run = "r"}};
    StateStore states_{queue_, metadata_};
};

TEST_F(StreamCollectorTest, AReadBecomesBatchesAndCheckpoints) {
    // Goal: two streams, in the order that the source gave; states are where a new run finds them.
    std::vector<std::int64_t> told;
    StreamCollectorOptions options{.plans = {{"posts", {.generation_id = 4}}}};
    options.on_progress = [&](const CollectedStream& stream) { told.push_back(stream.record_count); };
    StreamCollector collected = collector(options);
    ASSERT_TRUE(collected.status("posts", StreamStatus::started).has_value());
    ASSERT_TRUE(add(collected, "posts", {"{\"id\":1}", "{\"id\":2}"}).has_value());
    ASSERT_TRUE(collected.status("users", StreamStatus::started).has_value());
    ASSERT_TRUE(add(collected, "posts", {"{\"id\":3}"}).has_value());
    ASSERT_TRUE(collected.state("posts", cursor(3), 3).has_value());
    ASSERT_TRUE(collected.status("posts", StreamStatus::complete).has_value());
    ASSERT_TRUE(collected.status("users", StreamStatus::incomplete).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    EXPECT_EQ(log("p.posts"), "begin:4 batch:3 {\"c\":3} complete");
    EXPECT_EQ(log("p.users"), "begin:0 incomplete");
    EXPECT_EQ((**states_.newest("p", "posts")).dump(), "{\"c\":3}");
    EXPECT_FALSE(states_.newest("p", "users")->has_value());
    EXPECT_EQ(told, (std::vector<std::int64_t>{0, 2, 0, 3, 3, 3, 0}));
    const std::vector<CollectedStream> streams = collected.streams();
    ASSERT_EQ(streams.size(), 2U);
    EXPECT_EQ(streams[0].page_count, 2);
    EXPECT_EQ(streams[0].checkpoint_count, 1);
    EXPECT_EQ(streams[1].outcome, StreamOutcome::incomplete);
}

TEST_F(StreamCollectorTest, NumbersThatJsonDoesNotHaveAreNull) {
    StreamCollector collected = collector();
    ASSERT_TRUE(collected.status("s", StreamStatus::started).has_value());
    ASSERT_TRUE(add(collected, "s", {R"({"a":NaN,"b":[-Infinity],"c":"NaN"})", R"({"a":1})"}).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    const auto messages = queue_.read("p.s", 0, 1 << 20);
    ASSERT_TRUE(messages.has_value());
    std::string records;
    for (const QueueMessage& message : *messages) {
        const auto decoded = decode(message.payload);
        ASSERT_TRUE(decoded.has_value());
        if (const auto* const batch = std::get_if<RecordBatch>(&*decoded)) {
            records += batch->records;
        }
    }
    EXPECT_EQ(records, "{\"a\":null,\"b\":[null],\"c\":\"NaN\"}\n{\"a\":1}\n");
}

TEST_F(StreamCollectorTest, WhatCannotBeProcessedIsADeadLetter) {
    // Goal: a page that fails for good and a record that is too large are kept with their place in the raw zone; a
    // failure that the next run may mend is none.
    StreamCollectorOptions options;
    options.connector = "shop.yaml@1";
    options.record_size_bytes_max = 10;
    StreamCollector collected = collector(options);
    ASSERT_TRUE(collected.status("s", StreamStatus::started).has_value());
    keep_exchange("s");
    ASSERT_TRUE(add(collected, "s", {"{\"id\":1}", "{\"id\":1234567890}"}).has_value());
    ASSERT_TRUE(collected.error({"s", "transient_error", "HTTP 503", ""}).has_value());
    ASSERT_TRUE(collected.error({"s", "config_error", "HTTP 401", ""}).has_value());
    ASSERT_TRUE(collected.error({"s", "system_error", "HTTP 400", ""}).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    const auto messages = queue_.read("p.s.dlq", 0, 1 << 20);
    ASSERT_TRUE(messages.has_value());
    std::vector<std::string> errors;
    for (const QueueMessage& message : *messages) {
        const auto decoded = decode(message.payload);
        ASSERT_TRUE(decoded.has_value());
        const auto& letter = std::get<DeadLetter>(*decoded);
        errors.push_back(letter.code + ": " + letter.error);
        EXPECT_EQ(letter.record, -1);
        EXPECT_EQ(letter.connector, "shop.yaml@1");
        EXPECT_EQ(letter.raw_object.find("raw/p/s/r/000001.warc.gz#"), 0U) << letter.raw_object;
    }
    EXPECT_EQ(errors,
              (std::vector<std::string>{"record_too_large: a record of 17 bytes is over the limit of 10",
                                        "page_failed: HTTP 400"}));
    EXPECT_EQ(collected.streams().front().dead_letter_count, 2);
    EXPECT_EQ(collected.streams().front().record_count, 1);
}

TEST_F(StreamCollectorTest, AStateHasTheResponsesOfItsParents) {
    // Goal: before a checkpoint the pages of a parent that is not read for itself are durable too; those of another
    // stream that is read at the same time wait for its own checkpoint.
    StreamCollector collected = collector();
    ASSERT_TRUE(collected.status("s", StreamStatus::started).has_value());
    ASSERT_TRUE(collected.status("other", StreamStatus::started).has_value());
    for (const char* stream : {"parent", "s", "other"}) {
        keep_exchange(stream);
    }
    ASSERT_TRUE(collected.state("s", cursor(1), 0).has_value());
    const auto kept = [this](const std::string& stream) {
        return objects_.list("raw/p/" + stream + "/", Deadline::never())->size();
    };
    EXPECT_EQ(kept("s"), 1U);
    EXPECT_EQ(kept("parent"), 1U);
    EXPECT_EQ(kept("other"), 0U);
    ASSERT_TRUE(collected.status("other", StreamStatus::complete).has_value());
    EXPECT_EQ(kept("other"), 1U);
    ASSERT_TRUE(collected.finish().has_value());
}

TEST_F(StreamCollectorTest, RecordsAndErrorsNameTheirOwnPage) {
    // Goal: what the source says of a page counts, not what was asked last: a parent's page may have come between.
    StreamCollectorOptions options;
    options.record_size_bytes_max = 10;
    StreamCollector collected = collector(options);
    ASSERT_TRUE(collected.status("s", StreamStatus::started).has_value());
    keep_exchange("s");
    const std::vector<std::string_view> records = {"{\"id\":1}", "{\"id\":1234567890}"};
    ASSERT_TRUE(collected.records({.stream = "s", .records = records, .raw_object = "raw/own#1"}).has_value());
    ASSERT_TRUE(collected.error({"s", "system_error", "HTTP 400", "", "raw/own#2"}).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    std::vector<std::string> places;
    for (const std::string topic : {"p.s", "p.s.dlq"}) {
        const auto messages = queue_.read(topic, 0, 1 << 20);
        ASSERT_TRUE(messages.has_value());
        for (const QueueMessage& message : *messages) {
            const auto decoded = decode(message.payload);
            ASSERT_TRUE(decoded.has_value());
            if (const auto* const batch = std::get_if<RecordBatch>(&*decoded)) {
                places.push_back(batch->raw_object);
            } else if (const auto* const letter = std::get_if<DeadLetter>(&*decoded)) {
                places.push_back(letter->raw_object);
            }
        }
    }
    EXPECT_EQ(places, (std::vector<std::string>{"raw/own#1", "raw/own#1", "raw/own#2"}));
}

TEST_F(StreamCollectorTest, ABackfillLeavesTheStateAlone) {
    StreamCollectorOptions options;
    options.states = StateUse::ignore;
    StreamCollector collected = collector(options);
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(1), 1).has_value());
    ASSERT_TRUE(collected.status("s", StreamStatus::complete).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 complete");
    EXPECT_FALSE(states_.newest("p", "s")->has_value());
}

TEST_F(StreamCollectorTest, StatesThatComeFastArePassedOver) {
    // Goal: no checkpoint within the interval but for a stream's last state; never one that would cover too little.
    StreamCollector collected = collector();
    for (int i = 1; i <= 4; ++i) {
        ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
        ASSERT_TRUE(collected.state("s", cursor(i), 1).has_value());
    }
    clock_.advance(std::chrono::seconds(5));
    ASSERT_TRUE(collected.state("s", cursor(5), 0).has_value());
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(6), 1).has_value());
    ASSERT_TRUE(collected.status("s", StreamStatus::complete).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 {\"c\":1} batch:3 {\"c\":5} batch:1 {\"c\":6} complete");
    EXPECT_EQ((**states_.newest("p", "s")).dump(), "{\"c\":6}");
}

TEST_F(StreamCollectorTest, CheckpointsAreDenseEarlyInARead) {
    // Goal: a read that is killed after a second again and again gets somewhere. Method: a state each 50 ms for 8 s;
    // the gaps between those that are kept.
    StreamCollector collected = collector();
    std::string gaps;
    int kept = 0;
    std::int64_t count = 0;
    for (int i = 0; i <= 160; ++i) {
        ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
        ASSERT_TRUE(collected.state("s", cursor(i), 1).has_value());
        if (collected.streams().front().checkpoint_count > count) {
            count = collected.streams().front().checkpoint_count;
            gaps += std::to_string((i - kept) * 50) + " ";
            kept = i;
        }
        clock_.advance(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(gaps, "0 100 100 100 100 150 200 250 350 450 600 800 1100 1450 1950 ");
}

TEST_F(StreamCollectorTest, AStateThatDidNotMoveCoversNothing) {
    // Goal: a slice failed in its middle, and the source says the state before it once more: the next run reads the
    // slice again from there, so its records must not count. Where the run began from such a state too.
    StreamCollectorOptions options;
    options.plans["s"].state_before = cursor(1);
    StreamCollector collected = collector(options);
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(1), 1).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 ") << "the first slice failed";
    ASSERT_TRUE(collected.state("s", cursor(2), 0).has_value());
    clock_.advance(std::chrono::seconds(10));
    ASSERT_TRUE(add(collected, "s", {"{}", "{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(2), 2).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 {\"c\":2} ");
    ASSERT_TRUE(collected.state("s", cursor(3), 0).has_value());
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(4), 1).has_value()) << "passed over: it comes soon after the one before";
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    clock_.advance(std::chrono::seconds(10));
    ASSERT_TRUE(collected.state("s", cursor(4), 1).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 {\"c\":2} batch:2 {\"c\":3} batch:2 incomplete");
}

TEST_F(StreamCollectorTest, WhatTheSourceTakesBackIsTakenBackInTheQueue) {
    // Goal: of a stream whose next run could not tell; the state before it then covers what is left.
    const auto read = [](const std::string& stream, airbyte::MessageSink& collected) {
        const std::vector<std::string_view> two = {"{}", "{}"};
        ASSERT_TRUE(collected.records({.stream = stream, .records = two, .slice = 0}).has_value());
        ASSERT_TRUE(collected.state(stream, cursor(1), 2).has_value());
        ASSERT_TRUE(collected.records({.stream = stream, .records = two, .slice = 1}).has_value());
        ASSERT_TRUE(collected.state(stream, cursor(2), 2).has_value()) << "passed over: it comes soon";
        ASSERT_TRUE(collected.records({.stream = stream, .records = two, .slice = 2}).has_value());
        ASSERT_TRUE(collected.take_back(stream, 2).has_value());
        ASSERT_TRUE(collected.take_back(stream, 3).has_value()) << "it gave nothing";
        ASSERT_TRUE(collected.status(stream, StreamStatus::incomplete).has_value());
    };
    StreamCollectorOptions options;
    options.plans["s"].may_take_back = true;
    StreamCollector collected = collector(options);
    read("s", collected);
    read("keyed", collected);
    EXPECT_EQ(log("p.s"), "begin:0 batch:2 {\"c\":1} batch:4 back:2 {\"c\":2} incomplete");
    EXPECT_EQ(log("p.keyed"), "begin:0 batch:2 {\"c\":1} batch:4 incomplete");
    EXPECT_EQ(collected.streams()[1].taken_back_count, 2);
}

TEST_F(StreamCollectorTest, APassedStateDoesNotCoverLaterRecords) {
    // Goal: records after the last state end without it: the next run reads them again.
    StreamCollector collected = collector();
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(1), 1).has_value());
    ASSERT_TRUE(collected.state("s", cursor(2), 0).has_value());
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.finish().has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 {\"c\":1} batch:1 incomplete");
    EXPECT_EQ((**states_.newest("p", "s")).dump(), "{\"c\":1}");
}

TEST_F(StreamCollectorTest, ManyBytesMakeACheckpointDue) {
    // Goal: a state after checkpoint_size_bytes is kept although the interval has not passed.
    StreamCollector collected = collector({.checkpoint_size_bytes = 10});
    ASSERT_TRUE(collected.state("s", cursor(1), 0).has_value());
    ASSERT_TRUE(add(collected, "s", {"{\"a\":\"123456\"}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(2), 1).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 {\"c\":1} batch:1 {\"c\":2} ");
}

TEST_F(StreamCollectorTest, RawObjectsAreDurableBeforeTheState) {
    // Goal: when the raw zone cannot be published there is no checkpoint; batches name the newest exchange.
    StreamCollector collected = collector();
    keep_exchange("s");
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    objects_.set_disk(testing::MemoryObjectStore::Disk::full);
    EXPECT_EQ(collected.state("s", cursor(1), 1).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(log("p.s"), "begin:0 ");
    objects_.set_disk(testing::MemoryObjectStore::Disk::space_left);
    keep_exchange("s");
    ASSERT_TRUE(collected.state("s", cursor(1), 1).has_value());
    EXPECT_EQ(log("p.s"), "begin:0 batch:1 {\"c\":1} ");
    const auto messages = *queue_.read("p.s", 1, 1);
    EXPECT_EQ(std::get<RecordBatch>(*decode(messages[0].payload)).raw_object.substr(0, 25),
              "raw/p/s/r/000001.warc.gz#");
    EXPECT_EQ(objects_.list("raw/p/s/", Deadline::never())->size(), 1U);
}

TEST_F(StreamCollectorTest, AStateAfterResponsesThatWereLostIsNotKept) {
    // Goal: when a part of the raw zone was given up in the middle, no state follows it, though the next part is whole:
    // a state never exists without the responses that led to it. Found by the simulation.
    StreamCollector collected = collector();
    ASSERT_TRUE(collected.state("s", cursor(1), 0).has_value());
    keep_exchange("s");
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(2), 1).has_value()) << "passed over";
    objects_.set_disk(testing::MemoryObjectStore::Disk::full);
    const HttpHeaders none;
    ASSERT_FALSE(zone_.append("s", {.method = "GET", .request_headers = &none, .response_headers = &none}).has_value());
    objects_.set_disk(testing::MemoryObjectStore::Disk::space_left);
    keep_exchange("s");
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    clock_.advance(std::chrono::minutes(1));
    EXPECT_EQ(collected.state("s", cursor(3), 1).error().code(), ErrorCode::unavailable);
    ASSERT_TRUE(collected.finish().has_value());
    EXPECT_EQ(log("p.s"), "begin:0 {\"c\":1} batch:2 incomplete");
}

TEST_F(StreamCollectorTest, StreamsAreCollectedAtOnce) {
    // Goal: what several threads say of a stream each, and of each other's streams, is kept whole and in order.
    constexpr int kStreams = 8;
    constexpr int kPages = 50;
    std::mutex mutex;
    std::map<std::string, std::int64_t> shown;
    StreamCollectorOptions options;
    options.on_progress = [&](const CollectedStream& stream) {
        const std::scoped_lock lock(mutex);
        shown[stream.name] = stream.record_count;
    };
    options.batches_size_bytes = 1;
    StreamCollector collected = collector(std::move(options));
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < kStreams; ++i) {
            threads.emplace_back([this, &collected, i] {
                const std::string name = "s" + std::to_string(i);
                const std::string other = "s" + std::to_string((i + 1) % kStreams);
                EXPECT_TRUE(collected.status(name, StreamStatus::started));
                for (int page = 0; page < kPages; ++page) {
                    const std::string record = "{\"page\":" + std::to_string(page) + "}";
                    EXPECT_TRUE(add(collected, name, {record, record}));
                    EXPECT_TRUE(collected.state(name, cursor(page), 2));
                    EXPECT_TRUE(collected.rate_limited(other));
                    EXPECT_TRUE(collected.error({other, "transient_error", "busy", "busy"}));
                }
                EXPECT_TRUE(collected.status(name, StreamStatus::complete));
            });
        }
    }
    ASSERT_TRUE(collected.finish());
    for (const CollectedStream& stream : collected.streams()) {
        EXPECT_EQ(stream.record_count, 2 * kPages) << stream.name;
        EXPECT_EQ(stream.errors.size(), static_cast<std::size_t>(kPages)) << stream.name;
        EXPECT_EQ(stream.outcome, StreamOutcome::complete) << stream.name;
        EXPECT_EQ(shown.at(stream.name), 2 * kPages);
        const std::string told = log("p." + stream.name);
        EXPECT_TRUE(told.starts_with("begin:0 ")) << told;
        EXPECT_TRUE(told.ends_with("{\"c\":" + std::to_string(kPages - 1) + "} complete")) << told;
        EXPECT_EQ(states_.newest("p", stream.name)->value().dump(), cursor(kPages - 1).dump());
    }
    EXPECT_EQ(collected.streams().size(), static_cast<std::size_t>(kStreams));
}

TEST_F(StreamCollectorTest, ManyStreamsHaveSmallBatches) {
    // Goal: the memory of batches does not grow with the number of streams that are open, beyond the least size of
    // each.
    StreamCollectorOptions options;
    options.batch_size_bytes_max = std::size_t{2} << 20;
    options.batches_size_bytes = std::size_t{2} << 20;
    StreamCollector collected = collector(std::move(options));
    const std::string record = R"({"a":")" + std::string(std::size_t{300} << 10, 'x') + "\"}";
    const std::vector<std::string_view> page(3, record);
    const auto batches_of = [&](const std::string& stream) {
        EXPECT_TRUE(add(collected, stream, page));
        EXPECT_TRUE(collected.status(stream, StreamStatus::complete));
        const std::string told = log("p." + stream);
        return std::count(told.begin(), told.end(), ':') - 1;
    };
    for (const char* open : {"a", "b", "c", "d"}) {
        ASSERT_TRUE(collected.status(open, StreamStatus::started));
    }
    EXPECT_EQ(batches_of("a"), 3) << "of four each has 512 KiB";
    EXPECT_EQ(batches_of("d"), 2) << "a third of 2 MiB";
    EXPECT_EQ(batches_of("b"), 1) << "half of 2 MiB";
    EXPECT_EQ(batches_of("c"), 1) << "alone it has 2 MiB";
    EXPECT_EQ(batches_of("e"), 1) << "one that comes when the others have ended";
}

TEST_F(StreamCollectorTest, LogsNameTheirStream) {
    struct Seen final : LogSink {
        void write_entry(LogLevel /*level*/, std::string_view message, std::span<const LogField> fields) override {
            text += std::string(message) + ":";
            for (const LogField& field : fields) {
                text += " " + std::string(field.first) + "=" + field.second;
            }
        }
        std::string text;
    } seen;
    StreamCollectorOptions options;
    options.pipeline = "p";
    options.run = "r";
    StreamCollector collected({.queue = queue_, .raw_zone = nullptr, .states = states_, .clock = clock_, .log = seen},
                              std::move(options));
    ASSERT_TRUE(collected.log_of("items", airbyte::LogLevel::info, "waits"));
    EXPECT_EQ(seen.text, "waits: levada.pipeline=p levada.stream=items levada.run=r");
}

TEST_F(StreamCollectorTest, AFullQueueEndsTheRead) {
    // Goal: the queue's error reaches the source, and finish() tells it too.
    StreamCollector collected = collector();
    ASSERT_TRUE(collected.status("s", StreamStatus::started).has_value());
    queue_.set_appends_left(0);
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    const auto failed = collected.state("s", cursor(1), 1);
    EXPECT_EQ(failed.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(failed.error().fact("stream"), "s");
    EXPECT_EQ(collected.finish().error().code(), ErrorCode::unavailable);
}

TEST_F(StreamCollectorTest, APageThatFailedHalfwayIsNotUnderTheStateBeforeIt) {
    // Goal: a state that was passed over does not become the checkpoint of records that came after it, also when the
    // disk was full in the middle of their page. Found by the simulation: they were read and loaded twice.
    StreamCollector collected = collector({.batch_size_bytes_max = 10});
    ASSERT_TRUE(collected.state("s", cursor(1), 0).has_value());
    ASSERT_TRUE(add(collected, "s", {"{\"a\":1}"}).has_value());
    ASSERT_TRUE(collected.state("s", cursor(2), 1).has_value());
    queue_.set_appends_left(1);
    EXPECT_FALSE(add(collected, "s", {"{\"a\":2}", "{\"a\":3}", "{\"a\":4}"}).has_value());
    queue_.set_appends_left(100);
    ASSERT_TRUE(collected.finish().has_value());
    EXPECT_EQ(log("p.s").find("{\"c\":2}"), std::string::npos) << log("p.s");
}

TEST_F(StreamCollectorTest, ErrorsWaitsAndConfigurationsArePassedOn) {
    // Goal: each goes to its stream or to the whole; waiting ends with the next record.
    Json kept;
    std::vector<std::string> hidden;
    StreamCollectorOptions options;
    options.on_config_changed = [&](const Json& config) {
        kept = config;
        return ok();
    };
    options.on_hide = [&](const std::vector<std::string>& secrets) { hidden = secrets; };
    StreamCollector collected = collector(options);
    ASSERT_TRUE(collected.rate_limited("s").has_value());
    EXPECT_TRUE(collected.streams()[0].is_waiting);
    ASSERT_TRUE(add(collected, "s", {"{}"}).has_value());
    EXPECT_FALSE(collected.streams()[0].is_waiting);
    ASSERT_TRUE(collected.error({"s", "system_error", "boom", "cause"}).has_value());
    ASSERT_TRUE(collected.error({"", "config_error", "whole", ""}).has_value());
    ASSERT_TRUE(collected.config_changed(cursor(9)).has_value());
    collected.hide({"secret"});
    EXPECT_EQ(collected.streams()[0].errors.at(0).message, "boom");
    EXPECT_EQ(collected.errors().at(0).message, "whole");
    EXPECT_EQ(kept, cursor(9));
    EXPECT_EQ(hidden, std::vector<std::string>{"secret"});
    EXPECT_TRUE(collected.log(airbyte::LogLevel::info, "text").has_value());
}

}  // namespace
}  // namespace levada
