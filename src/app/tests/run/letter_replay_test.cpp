#include "run/letter_replay.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/delivery/batch_writer.h"
#include "levada/delivery/messages.h"

namespace levada::app {
namespace {

/// Metadata that forgets the marks `replayed`: as if the program had died before it wrote them.
class ForgetfulMetadata final : public Metadata {
public:
    explicit ForgetfulMetadata(Metadata& inner) : inner_(inner) {}
    Status put(const std::string& collection, const std::string& key, const Json& value) override {
        return inner_.put(collection, key, value);
    }
    Status put_if(const std::string& collection,
                  const std::string& key,
                  const Json& value,
                  std::int64_t expected) override {
        return value.string_or("status", "") == "replayed" ? ok() : inner_.put_if(collection, key, value, expected);
    }
    Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) override {
        return inner_.get(collection, key);
    }
    Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) override {
        return inner_.list(collection, options);
    }
    Status remove(const std::string& collection, const std::string& key) override {
        return inner_.remove(collection, key);
    }

private:
    Metadata& inner_;
};

class LetterReplayTest : public ::testing::Test {
protected:
    void keep(const std::string& stream, const std::string& body, const std::string& run = "r1") {
        const std::string message = encode(DeadLetter{.run = run,
                                                      .stream = stream,
                                                      .record = body.empty() ? -1 : 0,
                                                      .code = "invalid_data",
                                                      .error = "not wanted then",
                                                      .time_us = 1'767'225'600'000'000,
                                                      .body = body});
        const std::string_view payload = message;
        ASSERT_TRUE(shop_.services->queue->append(dead_letter_topic_of("shop", stream), std::span(&payload, 1)));
    }
    LetterReplayReport replay(Metadata& metadata) {
        DeadLetters letters(*shop_.services->queue, metadata, *shop_.services->clock);
        const std::vector<KeptLetter> all = letters.list({}).value();
        const auto report =
            LetterReplay(*shop_.services, shop_.project, letters).run(shop_.pipeline(), all, "ann", "mended");
        EXPECT_TRUE(report.has_value()) << report.error().to_string();
        return report ? *report : LetterReplayReport();
    }
    std::string count(const std::string& stream) {
        const auto folder = table_folder(shop_.project, shop_.pipeline(), stream);
        const auto rows = shop_.services->engine->query(
            "SELECT count(*) FROM read_parquet('" + folder.string() + "/*.parquet')", {}, Deadline::never());
        return rows && (*rows)->next().value() ? std::string((*rows)->text(0).value().value_or("")) : "none";
    }

    ShopServices shop_;
};

TEST_F(LetterReplayTest, BringsRecordsOnceHoweverOften) {
    keep("shops", R"({"id":7,"city":"Faro"})");
    keep("shops", "");
    const LetterReplayReport first = replay(*shop_.services->metadata);
    EXPECT_EQ(first.replayed_count, 1);
    EXPECT_EQ(first.page_count, 1);
    EXPECT_EQ(count("shops"), "1");
    EXPECT_EQ(replay(*shop_.services->metadata).replayed_count, 0);
    EXPECT_EQ(count("shops"), "1");
    schedule::RunStore runs(*shop_.services->metadata, *shop_.services->clock);
    EXPECT_EQ(runs.get(first.run)->trigger, schedule::RunTrigger::replay);
}

TEST_F(LetterReplayTest, AReplayThatWasCutOffIsFinishedNotRepeated) {
    keep("shops", R"({"id":7,"city":"Faro"})");
    ForgetfulMetadata forgetful(*shop_.services->metadata);
    EXPECT_EQ(replay(forgetful).replayed_count, 1);
    EXPECT_EQ(replay(*shop_.services->metadata).replayed_count, 1);
    EXPECT_EQ(count("shops"), "1");
    DeadLetters letters(*shop_.services->queue, *shop_.services->metadata, *shop_.services->clock);
    EXPECT_EQ(letters.list({})->front().status, LetterStatus::replayed);
}

TEST_F(LetterReplayTest, WhatFailsAgainIsOpenAgain) {
    keep("shops", "no json");
    EXPECT_EQ(replay(*shop_.services->metadata).failed_again_count, 1);
    DeadLetters letters(*shop_.services->queue, *shop_.services->metadata, *shop_.services->clock);
    const auto all = letters.list({});
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().status, LetterStatus::open);
    EXPECT_EQ(all->front().attempt_count, 2);
}

}  // namespace
}  // namespace levada::app
