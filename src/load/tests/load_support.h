#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/delivery/messages.h"
#include "levada/lake/table.h"
#include "levada/load/loader.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_queue.h"
#include "levada/testing/temp_dir.h"

namespace levada::load {

/// A queue, an engine and a folder for one test; makes a stream's messages.
class Yard {
public:
    Yard() {
        DuckDbOptions options;
        options.temp_folder = folder_.path() / "spill";
        auto opened = DuckDbEngine::open(options, clock_);
        EXPECT_TRUE(opened.has_value()) << opened.error().to_string();
        engine_ = std::move(opened).value();
        target_.pipeline = "p";
        target_.stream = "s";
        target_.folder = folder_.path() / "lake" / "p.s";
    }

    testing::MemoryQueue& queue() { return *queue_; }
    testing::ManualClock& clock() { return clock_; }
    SqlEngine& engine() { return *engine_; }
    LoadTarget& target() { return target_; }

    void begin(const std::string& run, std::int64_t generation, const std::string& schema = "") {
        run_ = run;
        generation_ = generation;
        slice_ = 0;
        sequence_ = 0;
        StreamBegin message;
        message.run = run;
        message.stream = "s";
        message.sync_id = 1;
        message.generation_id = generation;
        message.schema = schema.empty() ? Json() : parse_json(schema).value();
        append(message);
    }
    /// `open_from`: as in a batch of a run that may take records back.
    void batch(const std::string& records, std::int64_t open_from = -1) {
        RecordBatch message;
        message.place = {run_, "s", slice_, sequence_++};
        message.count = std::count(records.begin(), records.end(), '\n');
        message.extracted_at_us = 1'767'225'600'000'000 + ++tick_;
        message.sync_id = 1;
        message.generation_id = generation_;
        message.open_from = open_from;
        message.records = records;
        append(message);
    }
    /// The records from `first_record` of batch `first_sequence` on do not count.
    void retract(std::int64_t first_sequence, std::int64_t first_record) {
        Retraction message;
        message.run = run_;
        message.stream = "s";
        message.slice = slice_;
        message.first_sequence = first_sequence;
        message.first_record = first_record;
        message.last_sequence = sequence_ - 1;
        append(message);
    }
    void checkpoint() {
        Checkpoint message;
        message.run = run_;
        message.stream = "s";
        message.slice = slice_++;
        message.state = Json::object();
        sequence_ = 0;
        append(message);
    }
    void end(StreamOutcome outcome = StreamOutcome::complete) {
        StreamEnd message;
        message.run = run_;
        message.stream = "s";
        message.slice = slice_++;
        message.outcome = outcome;
        append(message);
    }

    Loader make_loader(LoadOptions options = {}) { return Loader(*queue_, *engine_, clock_, target_, options); }
    /// One drain by a fresh loader, as after a restart.
    LoadReport drain(LoadOptions options = {}) {
        clock_.advance(std::chrono::seconds(1));
        Loader loader = make_loader(options);
        const auto report = loader.drain(DrainMode::everything);
        EXPECT_TRUE(report.has_value()) << (report.has_value() ? "" : report.error().to_string());
        return report.has_value() ? *report : LoadReport();
    }

    std::vector<std::string> rows(const std::string& columns) {
        auto table = lake::Table::open(*engine_, clock_, target_.folder);
        if (!table.has_value()) {
            return {table.error().to_string()};
        }
        const auto snapshot = table->snapshot("");
        auto found =
            engine_->query("SELECT " + columns + " FROM (" + snapshot.value().sql + ")", {}, Deadline::never());
        if (!found.has_value()) {
            return {found.error().to_string()};
        }
        std::vector<std::string> out;
        while ((*found)->next().value()) {
            std::string line;
            for (std::size_t i = 0; i < (*found)->columns().size(); ++i) {
                const auto text = (*found)->text(i).value();
                line += (i == 0 ? "" : "|") + (text.has_value() ? std::string(*text) : std::string("-"));
            }
            out.push_back(std::move(line));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

protected:
    std::unique_ptr<testing::MemoryQueue> queue_ = std::make_unique<testing::MemoryQueue>();

private:
    void append(const DeliveryMessage& message) {
        const std::string bytes = encode(message);
        const std::string_view payload = bytes;
        ASSERT_TRUE(queue_->append("p.s", {&payload, 1}).has_value());
    }

    testing::TempDir folder_;
    testing::ManualClock clock_;
    std::unique_ptr<DuckDbEngine> engine_;
    LoadTarget target_;
    std::string run_;
    std::int64_t generation_ = 0;
    std::int64_t slice_ = 0;
    std::int64_t sequence_ = 0;
    std::int64_t tick_ = 0;
};

/// The message at `offset` of the topic once more; the last one without.
inline void repeat(Yard& yard, std::optional<std::int64_t> offset = std::nullopt) {
    const auto bounds = yard.queue().bounds("p.s").value();
    const auto messages = yard.queue().read("p.s", offset.value_or(bounds.second - 1), 1).value();
    const std::string_view payload = messages.front().payload;
    ASSERT_TRUE(yard.queue().append("p.s", {&payload, 1}).has_value());
}

inline constexpr const char* kSchema = R"({"type":"object","properties":{"id":{"type":"integer"},
    "name":{"type":["null","string"]},"at":{"type":"string","format":"date-time"}}})";

}  // namespace levada::load
