#include "levada/observe/health.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"
#include "levada/testing/manual_clock.h"

namespace levada::observe {
namespace {

using Status = ComponentState::Status;

std::string status_of(const Response& response) {
    const auto body = parse_json(response.body);
    return std::to_string(response.status) + " " + std::string(body ? body->string_or("status", "") : "not JSON");
}

TEST(Health, ReadyzIsTheWorstComponent) {
    struct Case {
        const char* name;
        Status status;
        bool has_work;
        std::chrono::seconds silence;
        const char* want;
    };
    const Case cases[] = {
        {"ready", Status::ready, false, std::chrono::seconds(0), "200 ready"},
        {"degraded", Status::degraded, false, std::chrono::seconds(0), "200 degraded"},
        {"failed", Status::failed, false, std::chrono::seconds(0), "503 failed"},
        {"idle for long", Status::ready, false, std::chrono::seconds(500), "200 ready"},
        {"works", Status::ready, true, std::chrono::seconds(10), "200 ready"},
        {"stuck", Status::ready, true, std::chrono::seconds(11), "503 failed"},
    };
    for (const Case& c : cases) {
        levada::testing::ManualClock clock;
        Health health(clock);
        health.add("fine", std::chrono::seconds(10), [] { return ComponentState(); });
        ProgressMark& mark =
            health.add("tested", std::chrono::seconds(10), [&] { return ComponentState{c.status, "", c.has_work}; });
        clock.advance(std::chrono::seconds(100));
        mark.mark();
        clock.advance(c.silence);
        EXPECT_EQ(status_of(health.readyz()), c.want) << "case: " << c.name;
    }
}

TEST(Health, ShowsEachComponent) {
    levada::testing::ManualClock clock;
    Health health(clock);
    health.add("queue", std::chrono::seconds(5), [] { return ComponentState{Status::ready, "2 topics", true}; });
    clock.advance(std::chrono::seconds(6));
    EXPECT_EQ(health.readyz().body,
              R"({"status":"failed","components":[{"name":"queue","status":"failed","detail":"has work but made no )"
              R"(progress for 6 s; 2 topics","has_work":true,"progressed_at":"2026-01-01T00:00:00.000Z"}]})");
    EXPECT_EQ(status_of(health.healthz()), "200 alive");
}

}  // namespace
}  // namespace levada::observe
