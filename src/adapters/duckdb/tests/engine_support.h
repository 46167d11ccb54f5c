#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/testing/manual_clock.h"

namespace levada::duckdb {

/// An engine in memory with its clock.
class MemoryEngine {
public:
    explicit MemoryEngine(const DuckDbOptions& options = {}) : engine_(open(options)) {}

    DuckDbEngine& engine() { return *engine_; }
    testing::ManualClock& clock() { return clock_; }

    /// All rows as lines of `value|value`, null as `-`; or the error.
    std::vector<std::string> lines(std::string_view sql, std::span<const Json> parameters = {}) {
        auto rows = engine_->query(sql, parameters, Deadline::never());
        return rows.has_value() ? lines_of(**rows) : std::vector<std::string>{rows.error().to_string()};
    }

    static std::vector<std::string> lines_of(SqlRows& rows) {
        std::vector<std::string> out;
        while (true) {
            const Result<bool> more = rows.next();
            if (!more.has_value()) {
                out.push_back(more.error().to_string());
                return out;
            }
            if (!*more) {
                return out;
            }
            std::string line;
            for (std::size_t i = 0; i < rows.columns().size(); ++i) {
                const auto text = rows.text(i);
                line += i == 0 ? "" : "|";
                line += text.has_value() && text->has_value() ? std::string(**text) : "-";
            }
            out.push_back(std::move(line));
        }
    }

private:
    std::unique_ptr<DuckDbEngine> open(const DuckDbOptions& options) {
        auto opened = DuckDbEngine::open(options, clock_);
        EXPECT_TRUE(opened.has_value()) << opened.error().to_string();
        return std::move(opened).value();
    }

    testing::ManualClock clock_;
    std::unique_ptr<DuckDbEngine> engine_;
};

/// Blocks from memory; remembers what the scan reported.
class VectorSource final : public RecordSource {
public:
    explicit VectorSource(std::vector<std::string> blocks) : blocks_(std::move(blocks)) {}

    Result<std::optional<RecordBlock>> next() override {
        if (failure.has_value() && place_ == blocks_.size()) {
            return *failure;
        }
        if (place_ == blocks_.size()) {
            return std::optional<RecordBlock>();
        }
        RecordBlock block;
        // A copy of exactly the block's size, so that a reader past its end is found out by the sanitizer.
        held_ = std::make_unique<char[]>(blocks_[place_].size());
        blocks_[place_].copy(held_.get(), blocks_[place_].size());
        block.records = std::string_view(held_.get(), blocks_[place_].size());
        block.batch_id =
            "batch-" + std::string(1, static_cast<char>('a' + place_)) == "batch-a" ? "batch-a" : "batch-b";
        block.extracted_at_us = 1'714'979'289'123'456;
        block.sync_id = 42;
        block.generation_id = 7;
        ++place_;
        return std::optional<RecordBlock>(block);
    }
    Status reject(const RejectedRecord& record) override {
        rejected.push_back(std::to_string(record.record) + ":" + std::string(record.line));
        return ok();
    }
    void undeclared(std::string_view field, std::string_view value) override {
        fields.push_back(std::string(field) + "=" + std::string(value));
    }

    std::vector<std::string> rejected;
    std::vector<std::string> fields;
    std::optional<Error> failure;

private:
    std::vector<std::string> blocks_;
    std::unique_ptr<char[]> held_;
    std::size_t place_ = 0;
};

}  // namespace levada::duckdb
