#pragma once

#include "connector/infer_schema.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "levada/airbyte/messages.h"
#include "levada/collect/redaction.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::app {

/// One request of a test read with what it brought.
struct TestExchange {
    HttpRequest request;
    HttpResponse response;
    std::string failure{};  ///< why there is no response
    std::vector<std::string> records{};
};

/// The requests of one slice.
struct TestSlice {
    Json slice{};
    std::vector<TestExchange> exchanges{};
};

/// Everything that a test read of one stream saw, in order. Both ends of a connector talk to it: its requests go
/// through it, its messages go to it. Nothing of it holds a secret of the configuration. Not thread-safe.
class TestRead final : public Http, public airbyte::MessageSink {
public:
    /// Borrows `next`. Ends the read, by `cancelled`, after `records_max` records.
    TestRead(Http& next, std::int64_t records_max) : next_(next), records_max_(records_max) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    Result<void> records(const airbyte::RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    Result<void> rate_limited(std::string_view stream) override;
    Result<void> error(const airbyte::ErrorTrace& trace) override;
    Result<void> log(airbyte::LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& config) override;
    void hide(std::vector<std::string> secrets) override;

    void begin_slice(const Json& slice);

    /// All of it as JSON, as Airbyte's connector builder names things.
    Json to_json(const std::string& stream) const;
    /// The same for people.
    std::string to_text(const std::string& stream) const;
    bool has_failed() const { return !errors_.empty(); }

private:
    Result<void> take_back(std::string_view /*stream*/, std::int64_t /*slice*/) override { return ok(); }
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override;
    TestExchange& current_exchange();
    Json exchange_json(const TestExchange& exchange) const;
    std::string exchange_text(const TestExchange& exchange, std::size_t number) const;
    std::string shown_body(const TestExchange& exchange) const;
    std::string shown_request_body(const TestExchange& exchange) const;

    Http& next_;
    std::int64_t records_max_;
    std::int64_t record_count_ = 0;
    bool is_full_ = false;
    std::vector<std::string> hidden_;
    Redaction redaction_;
    std::vector<TestSlice> slices_;
    SchemaInference schema_;
    Json state_{};
    std::vector<std::string> errors_;
    std::vector<std::string> logs_;
};

}  // namespace levada::app
