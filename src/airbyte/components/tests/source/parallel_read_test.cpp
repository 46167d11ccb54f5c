#include "source/parallel_read.h"

#include "source_fixture.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

namespace levada::airbyte {
namespace {

using Lines = std::map<std::string, std::vector<std::string>>;

/// What a source says, by stream; several threads may say it.
class MessagesByStream final : public MessageSink {
public:
    Result<void> records(const RecordBatchView& batch) override {
        const std::scoped_lock lock(mutex_);
        for (const std::string_view record : batch.records) {
            lines_[std::string(batch.stream)].push_back("R " + std::string(record));
        }
        if (batch.stream == refused_stream && is_refused_alone) {
            return Error(ErrorCode::cancelled, "its table takes nothing").with(kStreamOverFact, refused_stream);
        }
        return batch.stream == refused_stream ? Error(ErrorCode::unavailable, "the disk is full") : ok();
    }
    Result<void> state(std::string_view stream, const Json& state, std::int64_t count) override {
        return add(stream, "S " + state.dump() + " " + std::to_string(count));
    }
    Result<void> take_back(std::string_view stream, std::int64_t slice) override {
        return add(stream, "B " + std::to_string(slice));
    }
    Result<void> status(std::string_view stream, StreamStatus status) override {
        return add(stream, "T " + std::to_string(static_cast<int>(status)));
    }
    Result<void> rate_limited(std::string_view stream) override { return add(stream, "L"); }
    Result<void> error(const ErrorTrace& trace) override { return add(trace.stream, "E " + trace.failure_type); }
    Result<void> log(LogLevel /*level*/, std::string_view /*text*/) override { return ok(); }
    Result<void> log_of(std::string_view stream, LogLevel /*level*/, std::string_view text) override {
        return add(stream, "log " + std::string(text.substr(0, text.find(' '))));
    }
    Result<void> config_changed(const Json& /*config*/) override { return ok(); }
    void hide(std::vector<std::string> /*secrets*/) override {}

    Lines lines() const {
        const std::scoped_lock lock(mutex_);
        return lines_;
    }
    std::string refused_stream{};
    bool is_refused_alone = false;

private:
    Result<void> add(std::string_view stream, std::string line) {
        const std::scoped_lock lock(mutex_);
        lines_[std::string(stream)].push_back(std::move(line));
        return ok();
    }

    mutable std::mutex mutex_;
    Lines lines_;
};

std::string requester(const std::string& path) {
    return "requester: {type: HttpRequester, url_base: https://api.example.test, path: \"" + path + "\"}\n";
}

std::string stream_of(const std::string& name, const std::string& path, const std::string& more = "") {
    return "  - type: DeclarativeStream\n    name: " + name +
           "\n    primary_key: id\n    schema_loader: {type: InlineSchemaLoader, schema: {type: object}}\n"
           "    retriever:\n      type: SimpleRetriever\n      " +
           requester(path) +
           "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}\n" +
           more;
}

/// A stream with a slice for each record of `parents`.
std::string child_of(const std::string& name) {
    return stream_of(name,
                     "/" + name + "/{{ stream_partition.of }}",
                     "      partition_router:\n        type: SubstreamPartitionRouter\n        parent_stream_configs:\n"
                     "        - type: ParentStreamConfig\n          parent_key: id\n          partition_field: of\n"
                     "          stream: {$ref: \"#/streams/0\"}\n");
}

std::string manifest_of(const std::string& streams, const std::string& more = "") {
    return "version: 6.0.0\ncheck: {type: CheckStream, stream_names: [parents]}\nstreams:\n" + streams + more;
}

/// What one read asked and said.
struct Told {
    Lines lines;
    std::multiset<std::string> asked;
    std::string error;
    ReadOutcome outcome;
};

class ParallelReadTest : public ::testing::Test {
protected:
    Told read(const std::string& manifest, const std::vector<std::string>& streams, std::int64_t at_once) {
        Json entries = Json::array();
        for (const std::string& stream : streams) {
            entries.push_back(
                Json::object({{"stream", Json::object({{"name", stream}})}, {"sync_mode", "full_refresh"}}));
        }
        MessagesByStream messages;
        messages.refused_stream = refused_stream;
        messages.is_refused_alone = is_refused_alone;
        levada::testing::ManualClock clock;
        levada::testing::ScriptedHttp http([this](const HttpRequest& request) { return answer(request); });
        SourceOptions options;
        options.manifest_text = manifest;
        options.config = Json::object();
        options.catalog = Json::object({{"streams", std::move(entries)}});
        options.streams_at_once = at_once;
        Told told;
        const auto source = DeclarativeSource::open(std::move(options), http, clock, messages);
        if (!source) {
            told.error = source.error().to_string();
            return told;
        }
        const Result<ReadOutcome> outcome = (*source)->read();
        told.error = outcome ? "" : outcome.error().message();
        told.outcome = outcome ? *outcome : ReadOutcome();
        told.lines = messages.lines();
        for (const HttpRequest& request : http.requests()) {
            told.asked.insert(path_of(request));
        }
        return told;
    }

    static std::string path_of(const HttpRequest& request) {
        return request.url.substr(std::string("https://api.example.test").size());
    }

    Result<HttpResponse> answer(const HttpRequest& request) {
        const std::string path = path_of(request);
        note(path);
        HttpResponse response;
        response.url = request.url;
        response.status = path.starts_with("/broken") ? 404 : 200;
        response.body =
            path == "/parents" ? R"({"data":[{"id":1},{"id":2},{"id":3}]})" : "{\"data\":[{\"id\":\"" + path + "\"}]}";
        response.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
        return response;
    }

    /// Requests under `meeting` wait until so many of them are there: proof that they are under way together.
    void note(const std::string& path) {
        std::unique_lock lock(mutex_);
        if (!path.starts_with("/meet")) {
            return;
        }
        ++there_;
        most_there_ = std::max(most_there_, there_);
        changed_.notify_all();
        if (!changed_.wait_for(lock, std::chrono::seconds(30), [this] { return most_there_ >= meeting; })) {
            ADD_FAILURE() << path << " waited in vain for the others";
        }
        --there_;
    }

    int meeting = 0;
    std::string refused_stream{};
    bool is_refused_alone = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    int there_ = 0;
    int most_there_ = 0;
};

TEST_F(ParallelReadTest, GivesWhatReadingInOrderGives) {
    // Goal: each stream says the same, in the same order, and nothing is asked for more often: not the parent that five
    // streams have in common.
    const std::string manifest =
        manifest_of(stream_of("parents", "/parents") + child_of("a") + child_of("b") + child_of("c") + child_of("d") +
                    stream_of("broken", "/broken") + stream_of("plain", "/plain"));
    const std::vector<std::string> streams = {"d", "parents", "broken", "a", "nowhere", "b", "c", "plain"};
    const Told in_order = read(manifest, streams, 1);
    for (const std::int64_t at_once : {2, 4, 32}) {
        const Told told = read(manifest, streams, at_once);
        EXPECT_EQ(told.lines, in_order.lines) << at_once << " at once";
        EXPECT_EQ(told.asked, in_order.asked) << at_once << " at once";
        EXPECT_EQ(told.error, in_order.error) << at_once << " at once";
        EXPECT_EQ(told.outcome.failures, in_order.outcome.failures) << at_once << " at once";
        EXPECT_EQ(told.outcome.failed_streams, std::vector<std::string>{"broken"}) << at_once << " at once";
    }
}

TEST_F(ParallelReadTest, ReadsAsManyAsAreWanted) {
    std::string streams;
    std::vector<std::string> names;
    for (int i = 0; i < 6; ++i) {
        names.push_back("s" + std::to_string(i));
        streams += stream_of(names.back(), "/meet/" + names.back());
    }
    struct Case {
        const char* name;
        const char* level;
        std::int64_t at_once;
        int want;
    };
    const Case cases[] = {
        {"the project's wish", "", 4, 4},
        {"the manifest's level", "concurrency_level: {type: ConcurrencyLevel, default_concurrency: 3}\n", 0, 3},
        {"no level", "", 0, 2},
        {"more than there are", "", 32, 6},
    };
    for (const Case& c : cases) {
        meeting = c.want;
        most_there_ = 0;
        const Told told = read(manifest_of(streams, c.level), names, c.at_once);
        EXPECT_EQ(told.error, "") << "case: " << c.name;
        EXPECT_EQ(told.lines.size(), names.size()) << "case: " << c.name;
        EXPECT_EQ(most_there_, c.want) << "case: " << c.name;
    }
}

TEST_F(ParallelReadTest, OneOfAGroupAtATime) {
    std::string streams;
    std::vector<std::string> names;
    std::string members;
    for (int i = 0; i < 4; ++i) {
        names.push_back("s" + std::to_string(i));
        streams += stream_of(names.back(), "/meet/" + names.back());
        members += "    - {$ref: \"#/streams/" + std::to_string(i) + "\"}\n";
    }
    meeting = 1;
    const std::string groups =
        "stream_groups:\n  all:\n    streams:\n" + members + "    action: {type: BlockSimultaneousSyncsAction}\n";
    const Told told = read(manifest_of(streams, groups), names, 4);
    EXPECT_EQ(told.error, "");
    EXPECT_EQ(told.lines.size(), names.size());
    EXPECT_EQ(most_there_, 1);
}

TEST_F(ParallelReadTest, AStreamThatIsOverEndsAlone) {
    // Goal: what takes no more of one stream ends that stream, after the page in hand; the others are read to their
    // ends, whether they are read at once or not.
    refused_stream = "s0";
    is_refused_alone = true;
    const std::string streams = stream_of("s0", "/s0") + stream_of("s1", "/s1") + stream_of("s2", "/s2");
    for (const std::int64_t at_once : {1, 3}) {
        const Told told = read(manifest_of(streams), {"s0", "s1", "s2"}, at_once);
        EXPECT_EQ(told.error, "") << at_once << " at once";
        EXPECT_EQ(told.outcome.failed_streams, std::vector<std::string>{"s0"});
        EXPECT_EQ(told.outcome.failures, "\ns0: its table takes nothing");
        const std::vector<std::string>& lines = told.lines.at("s0");
        EXPECT_EQ(std::count(lines.begin(), lines.end(), "E transient_error"), 1);
        EXPECT_EQ(lines.back(), "T 3") << "incomplete";
        EXPECT_EQ(told.lines.at("s1").back(), "T 2");
        EXPECT_EQ(told.lines.at("s2").back(), "T 2");
    }
}

TEST_F(ParallelReadTest, NoMoreBeginWhenTheSyncEnds) {
    // Goal: a record that cannot be kept ends the sync with its error; what had begun is read to its end.
    refused_stream = "s0";
    meeting = 2;
    const std::string streams = stream_of("s0", "/meet/s0") + stream_of("s1", "/meet/s1") + stream_of("s2", "/s2");
    const Told told = read(manifest_of(streams), {"s0", "s1"}, 2);
    EXPECT_EQ(told.error, "the disk is full");
    EXPECT_EQ(told.lines.at("s1").back(), "T 2") << "it was complete";
    EXPECT_EQ(told.lines.at("s0").back(), R"(R {"id":"/meet/s0"})");
    meeting = 1;
    const std::string level = "concurrency_level: {type: ConcurrencyLevel, default_concurrency: 1}\n";
    const Told one_by_one = read(manifest_of(streams, level), {"s0", "s2"}, 0);
    EXPECT_EQ(one_by_one.error, "the disk is full");
    EXPECT_FALSE(one_by_one.lines.contains("s2"));
}

TEST_F(ParallelReadTest, LogsNameTheirStream) {
    MessagesByStream all;
    StreamMessages messages(all, "items");
    ASSERT_TRUE(messages.log(LogLevel::info, "slow down"));
    ASSERT_TRUE(messages.log_of("other", LogLevel::info, "too"));
    EXPECT_EQ(all.lines(), (Lines{{"items", {"log slow"}}, {"other", {"log too"}}}));
}

}  // namespace
}  // namespace levada::airbyte
