#include "link_header.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(LinkHeader, AsRequests) {
    struct Case {
        const char* name;
        const char* header;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"none", "", "{}"},
        {"two links",
         R"(<https://a.test/?page=2>; rel="next", <https://a.test/?page=9>; rel="last")",
         R"({"next":{"url":"https://a.test/?page=2","rel":"next"},"last":{"url":"https://a.test/?page=9","rel":"last"}})"},
        {"comma inside a URL",
         R"(<https://a.test/?a=1,2>; rel=next)",
         R"({"next":{"url":"https://a.test/?a=1,2","rel":"next"}})"},
        {"no rel", "<https://a.test/>", R"({"https://a.test/":{"url":"https://a.test/"}})"},
        {"more parameters", R"(<u>; rel="n"; title="x")", R"({"n":{"url":"u","rel":"n","title":"x"}})"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(parse_link_header(c.header).dump(), c.want) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
