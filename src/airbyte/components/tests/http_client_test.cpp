#include "http_client.h"

#include "api_budget.h"
#include "component_fixture.h"
#include "source_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/retry_gate.h"

namespace levada::airbyte {
namespace {

/// Answers with the given statuses one after the other, the last one for ever.
struct Statuses {
    explicit Statuses(std::vector<int> list) : statuses(std::move(list)) {}
    Result<HttpResponse> operator()(const HttpRequest& /*request*/) {
        HttpResponse response;
        response.status = statuses[std::min(next++, statuses.size() - 1)];
        response.body = "{}";
        return response;
    }
    std::vector<int> statuses;
    std::size_t next = 0;
};

struct ClientSetup {
    explicit ClientSetup(std::vector<int> statuses)
        : http(Statuses(std::move(statuses))), source(Json::object(), http, clock, messages) {}

    Result<SendOutcome> send(CacheUse cache = CacheUse::none,
                             std::shared_ptr<ErrorHandler> handler = plain_error_handler()) {
        HttpClient client(
            {.name = "items", .error_handler = std::move(handler), .authenticator = nullptr, .cache = cache}, source);
        HttpRequest request;
        request.url = "https://a.test/x";
        return client.send(request);
    }

    levada::testing::ScriptedHttp http;
    levada::testing::ManualClock clock;
    testing::NullMessages messages;
    SourceContext source;
};

TEST(HttpClient, Attempts) {
    struct Case {
        const char* name;
        std::vector<int> statuses;
        std::size_t requests;
        std::optional<FailureType> failure;
        std::int64_t slept_seconds;
    };
    const Case cases[] = {
        {"answered", {200}, 1, std::nullopt, 0},
        {"busy, then answered", {503, 200}, 2, std::nullopt, 1},
        {"busy for ever", {500}, 6, FailureType::transient_error, 31},
        {"too many requests", {429, 429, 200}, 3, std::nullopt, 3},
        {"rate limited for ever", {429}, 6, FailureType::transient_error, 31},
        {"unauthorised", {401}, 1, FailureType::config_error, 0},
        {"not found", {404}, 1, FailureType::system_error, 0},
        {"unknown status", {422}, 6, FailureType::system_error, 31},
    };
    for (const Case& c : cases) {
        ClientSetup setup(c.statuses);
        const Result<SendOutcome> outcome = setup.send();
        EXPECT_EQ(outcome.has_value(), !c.failure) << c.name;
        if (!outcome) {
            EXPECT_TRUE(is_traced(outcome.error())) << c.name;
            EXPECT_EQ(failure_type_of(outcome.error()), c.failure) << c.name;
        }
        EXPECT_EQ(setup.http.requests().size(), c.requests) << c.name;
        EXPECT_EQ(setup.clock.slept(), std::chrono::seconds(c.slept_seconds)) << c.name;
    }
}

TEST(HttpClient, RateLimitIsToldOfStreamsInTheCatalogOnly) {
    struct Case {
        const char* name;
        const char* catalog;
        int told;
    };
    constexpr Case kCases[] = {{"the stream is read", R"({"streams":[{"stream":{"name":"items"}}]})", 1},
                               {"a parent, a login or a job", R"({"streams":[{"stream":{"name":"others"}}]})", 0},
                               {"no catalog", "null", 1}};
    for (const Case& c : kCases) {
        ClientSetup setup({429, 200});
        setup.source.catalog = parse_json(c.catalog).value();
        ASSERT_TRUE(setup.send()) << c.name;
        EXPECT_EQ(setup.messages.rate_limited_count, c.told) << c.name;
    }
}

TEST(HttpClient, CacheSendsOnce) {
    ClientSetup setup({200});
    ASSERT_TRUE(setup.send(CacheUse::shared));
    ASSERT_TRUE(setup.send(CacheUse::shared));
    EXPECT_EQ(setup.http.requests().size(), 1U);
    ASSERT_TRUE(setup.send(CacheUse::none));
    EXPECT_EQ(setup.http.requests().size(), 2U);
}

TEST(HttpClient, ActionsOfFilters) {
    struct Case {
        const char* action;
        SendOutcome::Kind want;
    };
    constexpr Case kCases[] = {{"IGNORE", SendOutcome::Kind::response},
                               {"SUCCESS", SendOutcome::Kind::response},
                               {"RESET_PAGINATION", SendOutcome::Kind::reset_pagination},
                               {"REDUCE_PAGE_SIZE", SendOutcome::Kind::reduce_page_size},
                               {"SPLIT_REQUEST_WINDOW", SendOutcome::Kind::split_request_window}};
    for (const Case& c : kCases) {
        ClientSetup setup({400});
        BuildContext context(setup.source);
        const Json node =
            testing::yaml("type: DefaultErrorHandler\nresponse_filters:\n  - type: HttpResponseFilter\n    action: " +
                          std::string(c.action) + "\n    http_codes: [400]\n");
        const Result<SendOutcome> outcome = setup.send(CacheUse::none, build<ErrorHandler>(node, context).value());
        ASSERT_TRUE(outcome) << c.action << ": " << outcome.error().to_string();
        EXPECT_EQ(outcome->kind, c.want) << c.action;
        EXPECT_EQ(outcome->response.has_value(), c.want == SendOutcome::Kind::response) << c.action;
    }
}

TEST(HttpClient, ForeignSchemeIsAConfigError) {
    ClientSetup setup({200});
    HttpClient client({.name = "items", .error_handler = plain_error_handler(), .authenticator = nullptr},
                      setup.source);
    HttpRequest request;
    request.url = "ftp://a.test/x";
    const Result<SendOutcome> outcome = client.send(request);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(failure_type_of(outcome.error()), FailureType::config_error);
    EXPECT_TRUE(setup.http.requests().empty());
}

/// Allows so many retries, each after half the wait.
class CountedGate final : public RetryGate {
public:
    explicit CountedGate(int retries_max) : left_(retries_max) {}
    void note_request(const HttpRequest& /*request*/) override { ++requests; }
    Result<double> before_retry(const RetryAsk& ask) override {
        ends.emplace_back(ask.end);
        if (left_-- == 0) {
            return Error(ErrorCode::unavailable, "the retry budget is spent");
        }
        return ask.seconds / 2;
    }
    int requests = 0;
    std::vector<std::string> ends;

private:
    int left_;
};

TEST(HttpClient, AGateBoundsRetriesAndTheirWaits) {
    // Goal: each request is told, each retry asked for before its wait; a refusal ends it as a transient failure.
    ClientSetup setup({503});
    CountedGate gate(2);
    setup.source.shared<RetryGateSlot>().gate = &gate;
    const Result<SendOutcome> outcome = setup.send();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(failure_type_of(outcome.error()), FailureType::transient_error);
    EXPECT_EQ(outcome.error().message(), "the retry budget is spent");
    EXPECT_EQ(gate.requests, 3);
    EXPECT_EQ(gate.ends, std::vector<std::string>(3, "status code '503'"));
    EXPECT_EQ(setup.clock.slept(), std::chrono::milliseconds(1500)) << "half of 1 and 2 s, none before the refusal";
}

TEST(HttpClient, TellsAWaitInSeconds) {
    testing::CollectedMessages messages;
    levada::testing::ScriptedHttp http{Statuses({503})};
    levada::testing::ManualClock clock;
    SourceContext source(Json::object(), http, clock, messages);
    CountedGate gate(2);
    source.shared<RetryGateSlot>().gate = &gate;
    HttpClient client({.name = "items", .error_handler = plain_error_handler(), .authenticator = nullptr}, source);
    HttpRequest request;
    request.url = "https://a.test/x";
    ASSERT_FALSE(client.send(request).has_value());
    ASSERT_EQ(messages.logs.size(), 2U);
    EXPECT_TRUE(messages.logs[0].ends_with("; retrying in 0.5 s")) << messages.logs[0];
    EXPECT_TRUE(messages.logs[1].ends_with("; retrying in 1 s")) << messages.logs[1];
}

TEST(HttpClient, ACallBudgetThatCannotBeKeptToIsNoEndOfARequest) {
    // Goal: no handler is asked and nothing is tried again, as the CDK raises it outside of the request.
    ClientSetup setup({200});
    const Json manifest = testing::yaml(
        "api_budget: {type: HTTPAPIBudget, policies: [{type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 1,"
        " matchers: [{weight: 5}]}]}\n");
    setup.source.manifest = &manifest;
    BuildContext context(setup.source);
    ASSERT_TRUE(setup.source.shared<ApiBudget>().load(context));
    const Result<SendOutcome> outcome = setup.send();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_FALSE(is_traced(outcome.error()));
    EXPECT_EQ(outcome.error().message(), "Weight can not exceed the call limit");
    EXPECT_TRUE(setup.http.requests().empty());
}

}  // namespace
}  // namespace levada::airbyte
