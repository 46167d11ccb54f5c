#include "cli/listing.h"

#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::app {
namespace {

TEST(Listing, IsATableForPeopleAndLinesForPrograms) {
    const std::vector<Json> items = {Json::object({{"id", "a"}, {"count", 5}, {"more", true}}),
                                     Json::object({{"id", Json()}, {"count", 12}})};
    const std::vector<ListingColumn> columns = {{"ID", "id"}, {"COUNT", "count"}};
    RecordedProcess people;
    ASSERT_TRUE(print_listing(people.process, {}, columns, items));
    EXPECT_NE(people.out().find("│ ID │ COUNT │"), std::string::npos) << people.out();
    EXPECT_NE(people.out().find("│ a  │     5 │\n│    │    12 │"), std::string::npos) << people.out();
    RecordedProcess programs;
    Arguments arguments;
    arguments.set("json", "");
    ASSERT_TRUE(print_listing(programs.process, arguments, columns, items));
    EXPECT_EQ(programs.out(), "{\"id\":\"a\",\"count\":5,\"more\":true}\n{\"id\":null,\"count\":12}\n");
}

TEST(Listing, NumbersStandToTheRight) {
    const std::vector<Json> items = {Json::object({{"records", 1'234'567}, {"seconds", 0.9537}}),
                                     Json::object({{"records", 8}, {"seconds", 61.0}}),
                                     Json::object({{"records", 0}})};
    RecordedProcess people;
    ASSERT_TRUE(print_listing(
        people.process, {}, {{"records", "records", Shown::count}, {"seconds", "seconds", Shown::seconds}}, items));
    EXPECT_NE(people.out().find("│ 1,234,567 │     1.0 │\n│         8 │    61.0 │\n│         0 │         │\n"),
              std::string::npos)
        << people.out();
}

}  // namespace
}  // namespace levada::app
