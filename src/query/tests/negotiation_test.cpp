#include "negotiation.h"

#include <gtest/gtest.h>

#include "levada/query/request_error.h"

namespace levada::query {
namespace {

TEST(Negotiation, Accept) {
    struct Case {
        const char* accept;
        const char* want;
    };
    const Case cases[] = {
        {"", "application/json; charset=utf-8"},
        {"*/*", "application/json; charset=utf-8"},
        {"text/html, */*;q=0.1", "application/json; charset=utf-8"},
        {"text/csv", "text/csv; charset=utf-8"},
        {"application/json;q=0.5, text/csv", "text/csv; charset=utf-8"},
        {"application/json;q=0, text/csv;q=0.1", "text/csv; charset=utf-8"},
        {"application/vnd.pgrst.object+json", "application/vnd.pgrst.object+json; charset=utf-8"},
        {"application/vnd.pgrst.array+json;nulls=stripped",
         "application/vnd.pgrst.array+json; nulls=stripped; charset=utf-8"},
    };
    for (const Case& c : cases) {
        const Result<Media> media = parse_accept(c.accept);
        ASSERT_TRUE(media.has_value()) << c.accept;
        EXPECT_EQ(media->content_type(), c.want) << c.accept;
    }
    EXPECT_EQ(api_error_of(parse_accept("image/png").error()).status, 406);
}

TEST(Negotiation, Range) {
    struct Case {
        const char* range;
        const char* want;
    };
    const Case cases[] = {
        {"0-9", "0-9"},
        {"items=5-7", "5-7"},
        {"5-", "5-"},
        {"", "none"},
        {"-5", "none"},
        {"a-b", "none"},
        {"0-1,3-4", "none"},
        {"bytes=0-5", "none"},
        {"7-7", "7-7"},
        {"99999999999999999999-", "none"},
    };
    for (const Case& c : cases) {
        const auto range = parse_range(c.range);
        ASSERT_TRUE(range.has_value()) << c.range;
        const std::string shown =
            !*range ? "none"
                    : std::to_string((*range)->first) + "-" + ((*range)->last ? std::to_string(*(*range)->last) : "");
        EXPECT_EQ(shown, c.want) << c.range;
    }
    EXPECT_EQ(api_error_of(parse_range("5-4").error()).code, "PGRST103");
}

TEST(Negotiation, Prefer) {
    EXPECT_TRUE(wants_count("count=exact"));
    EXPECT_TRUE(wants_count("return=minimal, count=planned"));
    EXPECT_FALSE(wants_count("count=none"));
    EXPECT_FALSE(wants_count(""));
}

}  // namespace
}  // namespace levada::query
