#include "page_scan.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "levada/ports/http.h"

namespace levada::airbyte {
namespace {

/// The items joined by ";", or nothing where the general code has to look.
std::optional<std::string> items_at(std::string json, const std::vector<std::string>& path) {
    const std::size_t size = json.size();
    json.reserve(size + kHttpBodyPaddingBytes);
    std::vector<std::string_view> items;
    if (!find_list_items(std::string_view(json.data(), size), dpath::glob_of_texts(path), items)) {
        EXPECT_TRUE(items.empty());
        return std::nullopt;
    }
    std::string all;
    for (const std::string_view item : items) {
        all += std::string(item) + ";";
    }
    return all;
}

TEST(PageScan, FindsItems) {
    EXPECT_EQ(items_at(R"({"data":[{"a":1},{"b":[2]}],"more":true})", {"data"}), R"({"a":1};{"b":[2]};)");
    EXPECT_EQ(items_at(R"({"x":1,"r":{"y":[3],"list":[1,"s"]}})", {"r", "list"}), "1;\"s\";");
    EXPECT_EQ(items_at(R"({"data":[]})", {"data"}), "");
    EXPECT_EQ(items_at(R"({"data":[1],"data":[2]})", {"data"}), "2;") << "of a repeated name the last counts";
}

TEST(PageScan, LeavesTheRestToOthers) {
    EXPECT_EQ(items_at(R"({"data":{"a":1}})", {"data"}), std::nullopt);
    EXPECT_EQ(items_at(R"({"other":[1]})", {"data"}), std::nullopt);
    EXPECT_EQ(items_at(R"([[1]])", {"0"}), std::nullopt);
    EXPECT_EQ(items_at(R"({"a":[1]})", {"*"}), std::nullopt);
    EXPECT_EQ(items_at(R"({"a":[1]})", {}), std::nullopt);
}

}  // namespace
}  // namespace levada::airbyte
