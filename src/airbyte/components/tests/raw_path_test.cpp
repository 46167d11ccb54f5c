#include "raw_path.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(RawPath, Finds) {
    struct Case {
        const char* name;
        std::vector<std::string> path;
        const char* want;
    };
    const Case cases[] = {
        {"member", {"a", "b"}, "[1,2];"},
        {"item", {"a", "b", "1"}, "2;"},
        {"item from the end", {"a", "b", "-2"}, "1;"},
        {"all members and items", {"a", "*", "*"}, "1;2;"},
        {"the last of equal keys", {"k"}, "2;"},
        {"missing", {"z"}, ""},
        {"through a scalar", {"k", "x"}, ""},
    };
    for (const Case& c : cases) {
        std::vector<std::string_view> found;
        find_raw(R"( {"a":{"b":[1,2]},"k":1,"k":2} )", dpath::glob_of_texts(c.path), found);
        std::string all;
        for (const std::string_view one : found) {
            all += std::string(one) + ";";
        }
        EXPECT_EQ(all, c.want) << "case: " << c.name;
    }
}

TEST(RawPath, Kinds) {
    EXPECT_TRUE(is_raw_path(dpath::glob_of_texts({"a", "*"})));
    EXPECT_FALSE(is_raw_path(dpath::glob_of_texts({"a*"})));
    EXPECT_FALSE(is_raw_path(dpath::glob_of_texts({"**"})));
}

}  // namespace
}  // namespace levada::airbyte
