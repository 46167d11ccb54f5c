#include "request_values.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <gtest/gtest.h>

namespace levada {
namespace {

double distance(const std::vector<double>& a, const std::vector<double>& b) {
    EXPECT_EQ(a.size(), b.size());
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        sum += std::abs(a[i] - b[i]);
    }
    return sum;
}

TEST(RequestValues, DifferInTimesOnlyOrNotAtAll) {
    struct Case {
        const char* name;
        const char* query;
        const char* body;
        const char* other_query;
        const char* other_body;
        std::optional<double> want;
    };
    const Case cases[] = {
        {"equal in another order", "a=1&b=2", "", "b=2&a=1", "", 0},
        {"RFC 3339", "to=2026-01-01T00:00:00Z", "", "to=2026-01-01T00:00:05Z", "", 5},
        {"without a zone", "to=2026-01-01T00:00:00", "", "to=2026-01-01T00:01:00", "", 60},
        {"a date", "to=2026-01-01", "", "to=2026-01-02", "", 86400},
        {"seconds", "to=1767225600", "", "to=1767225603", "", 3},
        {"milliseconds", "to=1767225600000", "", "to=1767225601500", "", 1.5},
        {"in a JSON body", "", R"({"f":{"to":"2026-01-01"},"n":[1]})", "", R"({"n":[1],"f":{"to":"2026-01-01"}})", 0},
        {"a time in a JSON body", "", R"({"to":"2026-01-01T00:00:00Z"})", "", R"({"to":"2026-01-01T00:00:01Z"})", 1},
        {"a form", "", "to=2026-01-01&x=1", "", "x=1&to=2026-01-02", 86400},
        {"a page is no time", "page=1", "", "page=2", "", std::nullopt},
        {"a time and none", "to=2026-01-01", "", "to=now", "", std::nullopt},
        {"texts that run together", "a=1&b=2", "", "a=1%26b=2", "", std::nullopt},
        {"another name", "from=2026-01-01", "", "to=2026-01-01", "", std::nullopt},
        {"one more", "a=1", "", "a=1&b=2", "", std::nullopt},
    };
    for (const Case& c : cases) {
        const TimelessValues one = without_times(values_of(c.query, c.body));
        const TimelessValues other = without_times(values_of(c.other_query, c.other_body));
        EXPECT_EQ(one.text == other.text, c.want.has_value()) << "case: " << c.name;
        if (c.want.has_value()) {
            EXPECT_EQ(distance(one.times, other.times), *c.want) << "case: " << c.name;
        }
    }
}

}  // namespace
}  // namespace levada
