#include "run/credential_watch.h"

#include <vector>

#include <gtest/gtest.h>

namespace levada::app {
namespace {

using airbyte::Refused;

/// What a run meets, in order.
struct Event {
    const char* stream;
    Refused refused;
    int status = 0;  ///< not 0: an answer
    bool is_authentication = false;
};

constexpr Event answer(int status) {
    return {"", Refused::nothing, status};
}

TEST(CredentialWatch, EndsARunWhoseCredentialsNobodyTakes) {
    // Goal: neither the first refusal ends a run, nor any number of them once something was answered well, nor those
    // of one stream among several.
    struct Case {
        const char* name;
        std::size_t stream_count;
        std::vector<Event> events;
        bool want_end;
    };
    const Event a{"a", Refused::request};
    const Event b{"b", Refused::request};
    const Event token{"a", Refused::token_request};
    const Case cases[] = {
        {"two refusals", 1, {a, a}, false},
        {"three of the only stream", 1, {a, a, a}, true},
        {"many of one stream among two", 2, {a, a, a, a, a, a}, false},
        {"of two streams", 8, {a, a, b}, true},
        {"something was taken", 8, {a, answer(200), a, b, b, b}, false},
        {"failures that are none of credentials", 8, {answer(403), answer(404), answer(500), a, a, b}, true},
        {"other failures", 1, {{"a", Refused::nothing}, {"a", Refused::nothing}, {"a", Refused::nothing}}, false},
        {"token requests", 8, {token, token, token}, true},
        {"a token was given, which nothing takes", 8, {{"", Refused::nothing, 200, true}, a, a, b}, true},
    };
    for (const Case& c : cases) {
        const std::atomic<bool> is_told = false;
        RunStop stop(is_told);
        CredentialWatch watch(c.stream_count, stop);
        for (const Event& event : c.events) {
            if (event.status != 0) {
                HttpRequest request;
                request.is_authentication = event.is_authentication;
                HttpResponse response;
                response.status = event.status;
                watch.note_answer(request, response);
            } else {
                watch.note_failure({.stream = event.stream,
                                    .failure_type = "config_error",
                                    .message = "HTTP 401",
                                    .internal_message = "",
                                    .refused = event.refused});
            }
        }
        EXPECT_EQ(stop.is_given_up(), c.want_end) << "case: " << c.name;
        EXPECT_EQ(stop.cause().find("HTTP 401") != std::string::npos, c.want_end) << stop.cause();
    }
}

}  // namespace
}  // namespace levada::app
