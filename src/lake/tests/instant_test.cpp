#include "instant.h"

#include <gtest/gtest.h>

#include "levada/base/time.h"

namespace levada::lake {
namespace {

TEST(InstantTime, OfAndAfter) {
    const Instant now = parse_rfc3339("2026-01-02T03:04:05.678Z").value();
    EXPECT_EQ(instant_of(now), "20260102030405678");
    struct Case {
        const char* name;
        const char* newest;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"no instant yet", "", "20260102030405678"},
        {"an older one", "20260102030405677", "20260102030405678"},
        {"the same millisecond", "20260102030405678", "20260102030405679"},
        {"a clock that went back", "20261231235959999", "20270101000000000"},
        {"seconds only, same second", "20260102030405", "20260102030405678"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(instant_after(now, c.newest), c.want) << "case: " << c.name;
        EXPECT_GT(instant_after(now, c.newest), c.newest) << "case: " << c.name;
    }
}

TEST(InstantTime, IsInstant) {
    EXPECT_TRUE(is_instant("20260102030405678"));
    EXPECT_TRUE(is_instant("20260102030405"));
    EXPECT_FALSE(is_instant("2026010203040567"));
    EXPECT_FALSE(is_instant("hoodie"));
    EXPECT_FALSE(is_instant("2026010203040567x"));
}

}  // namespace
}  // namespace levada::lake
