#include <random>

#include <gtest/gtest.h>

#include "levada/query/read_only.h"
#include "levada/query/request_error.h"
#include "levada/query/sql_builder.h"

namespace levada::query {
namespace {

constexpr std::uint32_t kSeed = 20260101;
constexpr std::string_view kQueries[] = {
    "select=id,who:name,age::text,data->a->>b,n:count()&name=like.*o*&order=age.desc.nullslast,id&limit=5&offset=1",
    "or=(age.lt.18,name.in.(a,\"b,c\"),not.and(id.eq.1,name.eq.\"x,)\"))&tags=cs.{a,b}&data=cs.{\"a\":1}",
    "name=not.imatch.^a&age=isdistinct.3&is_new=is.true&id=eq(any).{1,2}&\"odd\\\"name\"=eq.1",
};

/// One or two places changed, removed or repeated.
std::string mutate(std::string text, std::mt19937& random) {
    constexpr std::string_view kBytes =
        "\"'\\().,:;*%$-_>{}[]&= \n\x01\xc3"
        "az09!";
    const unsigned changes = 1 + static_cast<unsigned>(random() % 2);
    for (unsigned i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = random() % text.size();
        const char byte = kBytes[random() % kBytes.size()];
        switch (random() % 4) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.erase(at, 1 + random() % 3);
                break;
            case 2:
                text.insert(at, 1, byte);
                break;
            default:
                text += text.substr(at, random() % 20);
                break;
        }
    }
    return text;
}

TEST(Mutation, NoQueryStringMakesOtherThanOneReadingStatement) {
    // Goal: whatever a client sends, it is refused with a code or becomes one SELECT whose values are all parameters.
    // Method: 4,000 mutations of valid query strings, fixed seed.
    const Table table{"shop",
                      "people",
                      {{"id", "BIGINT"},
                       {"name", "VARCHAR"},
                       {"age", "INTEGER"},
                       {"is_new", "BOOLEAN"},
                       {"data", "JSON"},
                       {"tags", "VARCHAR[]"},
                       {"odd\"name", "VARCHAR"}}};
    std::mt19937 random(kSeed);
    std::size_t accepted = 0;
    for (int i = 0; i < 4'000; ++i) {
        const std::string text = mutate(std::string(kQueries[random() % std::size(kQueries)]), random);
        const auto parameters = parse_query_string(text);
        if (!parameters) {
            continue;
        }
        const Result<RowQuery> query = parse_row_query(*parameters);
        if (!query) {
            ASSERT_FALSE(api_error_of(query.error()).code.empty()) << "seed " << kSeed << ", query: " << text;
            continue;
        }
        const Result<SqlStatement> statement = build_select(table, *query, query->limit);
        if (!statement) {
            ASSERT_LT(api_error_of(statement.error()).status, 500) << "seed " << kSeed << ", query: " << text;
            continue;
        }
        ++accepted;
        ASSERT_TRUE(require_read_only(statement->text).has_value()) << text << "\nbecame: " << statement->text;
        for (std::size_t n = 1; n <= statement->parameters.size(); ++n) {
            ASSERT_NE(statement->text.find("CAST($" + std::to_string(n) + " AS "), std::string::npos)
                << text << "\nbecame: " << statement->text;
        }
    }
    EXPECT_GT(accepted, 200U) << "the mutations leave too little that is valid";
}

}  // namespace
}  // namespace levada::query
