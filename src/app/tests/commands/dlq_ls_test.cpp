#include "shop_letters.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(DlqLsCommand, ListsLettersAndCauses) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})", R"({"id":10})"});
    RecordedProcess list;
    ASSERT_TRUE(shop.run(list, {"dlq", "ls"}));
    EXPECT_NE(list.out().find("(2 rows)"), std::string::npos) << list.out();
    RecordedProcess causes;
    ASSERT_TRUE(shop.run(causes, {"dlq", "ls", "--by-cause", "--json"}));
    EXPECT_NE(causes.out().find(R"("cause":"wanted #, found \"…\"","letters":2)"), std::string::npos) << causes.out();
    RecordedProcess none;
    ASSERT_TRUE(shop.run(none, {"dlq", "ls", "--stream", "shops", "--json"}));
    EXPECT_EQ(none.out(), "");
}

TEST(DlqLsCommand, TellsNamesThatNobodyKnows) {
    ShopProject shop;
    keep_letters(shop, {R"({"id":9})"});
    RecordedProcess runs;
    ASSERT_TRUE(shop.run(runs, {"runs", "ls", "--json"}));
    const std::string run(parse_json(runs.out())->string_or("id", ""));
    struct Case {
        const char* option;
        std::string value;
        std::size_t letters;
        std::optional<ErrorCode> error;
        const char* hint;
    };
    const Case cases[] = {
        {"--pipeline", "nope", 0, ErrorCode::invalid_config, "the pipelines are: shop"},
        {"--stream", "nope", 0, ErrorCode::invalid_config, "the streams are: items, shops"},
        {"--run", "nope", 0, ErrorCode::not_found, "levada runs ls"},
        {"--pipeline", "shop", 1, std::nullopt, ""},
        {"--stream", "shops", 0, std::nullopt, ""},
        {"--run", "r1", 1, std::nullopt, ""},
        {"--run", run.substr(run.size() - 8), 0, std::nullopt, ""},
    };
    for (const Case& c : cases) {
        RecordedProcess list;
        const auto listed = shop.run(list, {"dlq", "ls", c.option, c.value, "--json"});
        const std::string name = std::string(c.option) + " " + c.value;
        ASSERT_EQ(listed.has_value(), !c.error) << name;
        if (c.error) {
            EXPECT_EQ(listed.error().code(), *c.error) << name;
            EXPECT_EQ(listed.error().hint(), c.hint) << name;
        } else {
            const std::string lines = list.out();
            EXPECT_EQ(std::ranges::count(lines, '\n'), c.letters) << name;
        }
    }
}

}  // namespace
}  // namespace levada::app
