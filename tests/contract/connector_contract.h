#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"

namespace levada {

/// Keeps what a connector says, in order: "status items started", "record items {…}", "state items {…}",
/// "error items text", "log text".
class KeptMessages final : public airbyte::MessageSink {
public:
    Result<void> records(const airbyte::RecordBatchView& batch) override {
        for (const std::string_view record : batch.records) {
            said.push_back("record " + std::string(batch.stream) + " " + std::string(record));
        }
        return refusal.empty() ? ok() : Status(Error(ErrorCode::unavailable, refusal));
    }
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override {
        said.push_back("state " + std::string(stream) + " " + state.dump() + " " + std::to_string(record_count));
        return ok();
    }
    Result<void> take_back(std::string_view stream, std::int64_t slice) override {
        said.push_back("take_back " + std::string(stream) + " " + std::to_string(slice));
        return ok();
    }
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override {
        constexpr const char* kNames[] = {"started", "running", "complete", "incomplete"};
        said.push_back("status " + std::string(stream) + " " + kNames[static_cast<int>(status)]);
        return ok();
    }
    Result<void> rate_limited(std::string_view stream) override {
        said.push_back("rate_limited " + std::string(stream));
        return ok();
    }
    Result<void> error(const airbyte::ErrorTrace& trace) override {
        said.push_back("error " + trace.stream + " " + trace.failure_type + ": " + trace.message);
        return ok();
    }
    Result<void> log(airbyte::LogLevel /*level*/, std::string_view text) override {
        logs.emplace_back(text);
        return ok();
    }
    Result<void> config_changed(const Json& config) override {
        said.push_back("config " + config.dump());
        return ok();
    }
    void hide(std::vector<std::string> secrets) override {
        hidden.insert(hidden.end(), secrets.begin(), secrets.end());
    }

    std::size_t count(std::string_view beginning) const {
        return static_cast<std::size_t>(std::count_if(
            said.begin(), said.end(), [&](const std::string& one) { return one.starts_with(beginning); }));
    }

    std::vector<std::string> said{};
    std::vector<std::string> logs{};
    std::vector<std::string> hidden{};
    std::string refusal{};  ///< records are refused with it
};

/// What every Connector promises. `Fixture` is default-constructible: `std::unique_ptr<Connector> open(MessageSink&)`
/// opens one for a read of its stream "items", which has the records {"id":1} and {"id":2}, with the configuration
/// {"api_key": "contract-secret"}; `void break_it()` makes every call to the API fail from then on.
template <typename Fixture>
class ConnectorContract : public ::testing::Test {
protected:
    std::unique_ptr<airbyte::Connector> open() { return fixture_.open(messages_); }

    Fixture fixture_;
    KeptMessages messages_;
};

TYPED_TEST_SUITE_P(ConnectorContract);

TYPED_TEST_P(ConnectorContract, HasASpec) {
    // Goal: a connection specification that is an object's schema.
    const auto spec = this->open()->spec();
    ASSERT_TRUE(spec.has_value()) << spec.error().to_string();
    const Json* specification = spec->find("connectionSpecification");
    ASSERT_NE(specification, nullptr);
    EXPECT_EQ(specification->string_or("type", ""), "object");
}

TYPED_TEST_P(ConnectorContract, Checks) {
    // Goal: a connection that fails is an answer, not an error.
    const auto connector = this->open();
    EXPECT_TRUE(connector->validate_config().has_value());
    const auto good = connector->check();
    ASSERT_TRUE(good.has_value()) << good.error().to_string();
    EXPECT_TRUE(good->has_succeeded) << good->message;
    this->fixture_.break_it();
    const auto bad = this->open()->check();
    ASSERT_TRUE(bad.has_value()) << bad.error().to_string();
    EXPECT_FALSE(bad->has_succeeded);
    EXPECT_FALSE(bad->message.empty());
}

TYPED_TEST_P(ConnectorContract, DiscoversItsStreams) {
    // Goal: a catalog with name, schema and modes of each stream.
    const auto catalog = this->open()->discover();
    ASSERT_TRUE(catalog.has_value()) << catalog.error().to_string();
    const Json* streams = catalog->find("streams");
    ASSERT_TRUE(streams != nullptr && streams->is_array() && streams->size() == 1);
    const Json& stream = streams->as_array()[0];
    EXPECT_EQ(stream.string_or("name", ""), "items");
    EXPECT_TRUE(stream.find("json_schema") != nullptr && stream.find("json_schema")->is_object());
    EXPECT_TRUE(stream.find("supported_sync_modes") != nullptr);
}

TYPED_TEST_P(ConnectorContract, ReadsItsStreams) {
    // Goal: started first, complete last, every record between, and the configuration's secret known as one.
    const auto outcome = this->open()->read();
    ASSERT_TRUE(outcome.has_value()) << outcome.error().to_string();
    EXPECT_TRUE(outcome->has_succeeded());
    const std::vector<std::string>& said = this->messages_.said;
    ASSERT_FALSE(said.empty());
    EXPECT_EQ(said.front(), "status items started");
    EXPECT_EQ(said.back(), "status items complete");
    EXPECT_EQ(this->messages_.count("record items {\"id\":1}"), 1U);
    EXPECT_EQ(this->messages_.count("record items {\"id\":2}"), 1U);
    EXPECT_EQ(this->messages_.count("error"), 0U);
    const std::vector<std::string>& hidden = this->messages_.hidden;
    EXPECT_NE(std::find(hidden.begin(), hidden.end(), "contract-secret"), hidden.end());
}

TYPED_TEST_P(ConnectorContract, AFailedStreamIsTold) {
    // Goal: a cause and a last status; the outcome says it too.
    this->fixture_.break_it();
    const auto outcome = this->open()->read();
    ASSERT_TRUE(outcome.has_value()) << outcome.error().to_string();
    EXPECT_FALSE(outcome->has_succeeded());
    EXPECT_EQ(outcome->failed_streams, std::vector<std::string>{"items"});
    EXPECT_EQ(this->messages_.count("error items"), 1U);
    EXPECT_EQ(this->messages_.count("status items incomplete"), 1U);
    EXPECT_EQ(this->messages_.count("status items complete"), 0U);
}

TYPED_TEST_P(ConnectorContract, AnErrorOfTheMessagesEndsTheRead) {
    // Goal: what cannot be kept is an error of the read, whatever the stream is.
    this->messages_.refusal = "queue is full";
    const auto outcome = this->open()->read();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().message(), "queue is full");
}

REGISTER_TYPED_TEST_SUITE_P(ConnectorContract,
                            HasASpec,
                            Checks,
                            DiscoversItsStreams,
                            ReadsItsStreams,
                            AFailedStreamIsTold,
                            AnErrorOfTheMessagesEndsTheRead);

}  // namespace levada
