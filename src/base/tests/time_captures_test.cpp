#include "time_fields.h"

#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(TimeCaptures, BecomeATime) {
    struct Case {
        const char* name;
        std::vector<std::pair<char, std::int64_t>> fields;
        std::optional<CivilTime> want;
    };
    const Case kCases[] = {
        {"nothing is 1900", {}, CivilTime{1900, 1, 1, 0, 0, 0, 0, {}}},
        {"leap day without a year", {{'m', 2}, {'d', 29}}, std::nullopt},
        {"two digits", {{'y', 68}}, CivilTime{2068, 1, 1, 0, 0, 0, 0, {}}},
        {"twelve at night", {{'I', 12}, {'p', 0}}, CivilTime{1900, 1, 1, 0, 0, 0, 0, {}}},
        {"twelve at noon", {{'I', 12}, {'p', 1}}, CivilTime{1900, 1, 1, 12, 0, 0, 0, {}}},
        {"month's name counts from 0", {{'b', 11}}, CivilTime{1900, 12, 1, 0, 0, 0, 0, {}}},
        {"day of the year", {{'Y', 2024}, {'j', 60}}, CivilTime{2024, 2, 29, 0, 0, 0, 0, {}}},
        {"ISO week without a weekday", {{'G', 2024}, {'V', 1}}, std::nullopt},
        {"offset too big", {{'z', kMicrosPerDay}}, std::nullopt},
        {"inconsistent offset", {{'z', kInconsistentOffset}}, std::nullopt},
    };
    for (const Case& c : kCases) {
        TimeCaptures captures;
        for (const auto& [directive, value] : c.fields) {
            captures.set(directive, value);
        }
        EXPECT_EQ(civil_from_captures(captures), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada
