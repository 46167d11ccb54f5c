#include "time_fields.h"

#include <string>

#include <gtest/gtest.h>

namespace levada {
namespace {

std::string printed(const Candidates& candidates) {
    std::string text;
    for (std::size_t i = 0; i < candidates.count; ++i) {
        text += std::to_string(candidates.items[i].length) + ":" + std::to_string(candidates.items[i].value) + " ";
    }
    return text;
}

TEST(TimeFields, CandidatesInOrder) {
    // Goal: a field offers its lengths in the order in which Python's regular expression tries them.
    struct Case {
        char directive;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {'d', "31x", "2:31 1:3 "},
        {'d', "32", "1:3 "},
        {'d', " 5", "2:5 "},
        {'m', "12", "2:12 1:1 "},
        {'m', "13", "1:1 "},
        {'m', "00", ""},
        {'f', "123", "3:123000 2:120000 1:100000 "},
        {'Y', "202", ""},
        {'j', "366", "3:366 2:36 1:3 "},
        {'V', "00", "1:0 "},
        {'b', "sept", "3:8 "},
        {'B', "Sept", ""},
        {'a', "SUN", "3:6 "},
        {'p', "PM", "2:1 "},
        {'z', "Z", "1:0 "},
        {'z', "z", ""},
        {'z', "-01:30", "6:-5400000000 "},
        {'z', "+0960", ""},
        {'z', "+010030", "7:3630000000 5:3600000000 "},
        {'S', "61", "2:61 1:6 "},
        {'Z', "gmt", "3:0 "},
        {'w', "7", ""},
        {'?', "1", ""},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(printed(candidates_of(c.directive, c.text)), c.want) << c.directive << " of \"" << c.text << "\"";
    }
}

}  // namespace
}  // namespace levada
