#include "levada/query/row_query.h"

#include <gtest/gtest.h>

#include "levada/query/request_error.h"

namespace levada::query {
namespace {

TEST(RowQuery, Refuses) {
    // Goal: what cannot be understood is refused with the code a PostgREST client knows. Method: one wrong query each.
    std::string deep = "(a.eq.1)";
    for (int i = 0; i < 20; ++i) {
        deep = "(and" + deep + ")";
    }
    struct Case {
        const char* name;
        std::vector<Parameter> parameters;
        const char* code;
    };
    const Case cases[] = {
        {"no operator", {{"a", "1"}}, "PGRST100"},
        {"unknown operator", {{"a", "equals.1"}}, "PGRST100"},
        {"operator without value", {{"a", "eq"}}, "PGRST100"},
        {"full-text search", {{"a", "fts.word"}}, "PGRST100"},
        {"range operator", {{"a", "sl.[1,2]"}}, "PGRST100"},
        {"is with a number", {{"a", "is.5"}}, "PGRST100"},
        {"in without parentheses", {{"a", "in.1,2"}}, "PGRST100"},
        {"in not closed", {{"a", "in.(1,2"}}, "PGRST100"},
        {"in with an open quote", {{"a", "in.(\"1,2)"}}, "PGRST100"},
        {"text after in", {{"a", "in.(1)x"}}, "PGRST100"},
        {"quantifier on in", {{"a", "in(any).{1}"}}, "PGRST100"},
        {"empty and", {{"and", "()"}}, "PGRST100"},
        {"or without parentheses", {{"or", "a.eq.1"}}, "PGRST100"},
        {"text after or", {{"or", "(a.eq.1)x"}}, "PGRST100"},
        {"too deep", {{"and", deep}}, "LVD413"},
        {"limit is a word", {{"limit", "ten"}}, "PGRST100"},
        {"limit below zero", {{"limit", "-1"}}, "PGRST103"},
        {"offset below zero", {{"offset", "-1"}}, "PGRST103"},
        {"select with a hole", {{"select", "a,,b"}}, "PGRST100"},
        {"embedding", {{"select", "a,other(b)"}}, "PGRST200"},
        {"embedding with a hint", {{"select", "other!key(b)"}}, "PGRST200"},
        {"spread embedding", {{"select", "...other(b)"}}, "PGRST200"},
        {"sum of nothing", {{"select", "sum()"}}, "PGRST100"},
        {"filter on another table", {{"other.a", "eq.1"}}, "PGRST108"},
        {"order by a direction", {{"order", "a.up"}}, "PGRST100"},
        {"writing", {{"on_conflict", "a"}}, "PGRST100"},
        {"JSON step without key", {{"a->", "eq.1"}}, "PGRST100"},
    };
    for (const Case& c : cases) {
        const Result<RowQuery> query = parse_row_query(c.parameters);
        ASSERT_FALSE(query.has_value()) << "case: " << c.name;
        EXPECT_EQ(api_error_of(query.error()).code, c.code) << "case: " << c.name << ": " << query.error().to_string();
    }
}

TEST(RowQuery, ErrorsPointAtThePlace) {
    const std::vector<Parameter> parameters = {{"age", "equals.1"}};
    const ApiError error = api_error_of(parse_row_query(parameters).error());
    EXPECT_EQ(error.message, "\"failed to parse filter (equals.1)\" (line 1, column 1)");
    EXPECT_EQ(error.details.value_or("").substr(0, 51), "unexpected \"e\" expecting \"not\" or operator (eq, neq");
    EXPECT_EQ(error.status, 400);
}

TEST(RowQuery, TooManyConditionsAndValues) {
    std::vector<Parameter> parameters(kConditionCountMax + 1, Parameter{"a", "eq.1"});
    EXPECT_EQ(api_error_of(parse_row_query(parameters).error()).status, 413);
    std::string list = "in.(0";
    for (std::size_t i = 0; i < kValueCountMax; ++i) {
        list += ",1";
    }
    parameters = {{"a", list + ")"}};
    EXPECT_EQ(api_error_of(parse_row_query(parameters).error()).status, 413);
}

TEST(RowQuery, SelectItems) {
    const auto items = parse_select("*,a,full name:b,c::text,\"x,y\",d->e->>f,n:count(),amount.sum()::int,g-h");
    ASSERT_TRUE(items.has_value()) << items.error().to_string();
    ASSERT_EQ(items->size(), 9U);
    EXPECT_TRUE((*items)[0].is_star);
    EXPECT_EQ((*items)[2].alias + "=" + (*items)[2].field.column, "full name=b");
    EXPECT_EQ((*items)[3].cast, "text");
    EXPECT_EQ((*items)[4].field.column, "x,y");
    EXPECT_EQ((*items)[5].field.steps.size(), 2U);
    EXPECT_EQ((*items)[6].aggregate, Aggregate::count);
    EXPECT_EQ((*items)[7].aggregate, Aggregate::sum);
    EXPECT_EQ((*items)[7].cast, "int");
    EXPECT_EQ((*items)[8].field.column, "g-h");
}

}  // namespace
}  // namespace levada::query
