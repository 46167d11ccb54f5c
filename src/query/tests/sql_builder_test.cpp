#include "levada/query/sql_builder.h"

#include <gtest/gtest.h>

#include "levada/query/request_error.h"

namespace levada::query {
namespace {

Table people() {
    return {"shop",
            "people",
            {{"id", "BIGINT"},
             {"name", "VARCHAR"},
             {"age", "INTEGER"},
             {"paid", "DECIMAL(18,3)"},
             {"is_new", "BOOLEAN"},
             {"data", "JSON"},
             {"raw", "VARCHAR"},
             {"tags", "VARCHAR[]"},
             {"at", "TIMESTAMP WITH TIME ZONE"},
             {"odd\"name", "VARCHAR"}}};
}

std::string build(std::string_view query_string) {
    const auto parameters = parse_query_string(query_string);
    if (!parameters) {
        return "bad query string";
    }
    const Result<RowQuery> query = parse_row_query(*parameters);
    if (!query) {
        return api_error_of(query.error()).code;
    }
    const Result<SqlStatement> statement = build_select(people(), *query, query->limit);
    if (!statement) {
        return api_error_of(statement.error()).code;
    }
    std::string shown = statement->text;
    for (const Json& parameter : statement->parameters) {
        shown += " |" + parameter.as_string();
    }
    const std::string from = " FROM \"shop\".\"people\"";
    const std::size_t at = shown.find(from);
    return at == std::string::npos ? shown : shown.replace(at, from.size(), " F");
}

TEST(SqlBuilder, Select) {
    struct Case {
        const char* query;
        const char* want;
    };
    const Case cases[] = {
        {"", "SELECT * F"},
        {"select=id,who:name,age::text", R"(SELECT "id" AS "id", "name" AS "who", CAST("age" AS VARCHAR) AS "age" F)"},
        {"select=data->a->>b,data->0",
         R"(SELECT json_extract_string(json_extract("data", CAST($1 AS VARCHAR)), CAST($2 AS VARCHAR)) AS "b", json_extract("data", CAST($3 AS VARCHAR)) AS "0" F |$."a" |$."b" |$[0])"},
        {"select=raw->>k",
         R"(SELECT json_extract_string(TRY_CAST("raw" AS JSON), CAST($1 AS VARCHAR)) AS "k" F |$."k")"},
        {"select=name,n:count(),paid.sum()",
         R"(SELECT "name" AS "name", count(*) AS "n", sum("paid") AS "sum" F GROUP BY 1)"},
        {"select=count()", "SELECT count(*) AS \"count\" F"},
        {"age=gte.18", R"(SELECT * F WHERE (("age" >= CAST($1 AS INTEGER))) |18)"},
        {"name=eq.a.b,c", R"(SELECT * F WHERE (("name" = CAST($1 AS VARCHAR))) |a.b,c)"},
        {"name=not.eq.x", R"(SELECT * F WHERE (NOT ("name" = CAST($1 AS VARCHAR))) |x)"},
        {"name=neq.", R"(SELECT * F WHERE (("name" <> CAST($1 AS VARCHAR))) |)"},
        {"name=like.*o%25*", R"(SELECT * F WHERE (("name" LIKE CAST($1 AS VARCHAR) ESCAPE '\')) |%o%%)"},
        {"age=ilike.1*", R"(SELECT * F WHERE ((CAST("age" AS VARCHAR) ILIKE CAST($1 AS VARCHAR) ESCAPE '\')) |1%)"},
        {"name=match.^a", R"(SELECT * F WHERE ((regexp_matches("name", CAST($1 AS VARCHAR)))) |^a)"},
        {"name=imatch.^a", R"(SELECT * F WHERE ((regexp_matches("name", CAST($1 AS VARCHAR), 'i'))) |^a)"},
        {"name=like(any).{a*,\"b,*\"}",
         R"(SELECT * F WHERE (("name" LIKE CAST($1 AS VARCHAR) ESCAPE '\' OR "name" LIKE CAST($2 AS VARCHAR) ESCAPE '\')) |a% |b,%)"},
        {"id=gt(all).{1,2}", R"(SELECT * F WHERE (("id" > CAST($1 AS BIGINT) AND "id" > CAST($2 AS BIGINT))) |1 |2)"},
        {"id=eq(any).{}", "SELECT * F WHERE ((FALSE))"},
        {"name=in.(a,\"b,c\",d\"e)",
         R"(SELECT * F WHERE (("name" IN (CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS VARCHAR)))) |a |b,c |d"e)"},
        {"id=in.()", "SELECT * F WHERE ((FALSE))"},
        {"age=is.null", R"(SELECT * F WHERE (("age" IS NULL)))"},
        {"age=not.is.null", R"(SELECT * F WHERE (NOT ("age" IS NULL)))"},
        {"is_new=is.TRUE", R"(SELECT * F WHERE ((coalesce(TRY_CAST("is_new" AS BOOLEAN) = true, FALSE))))"},
        {"age=isdistinct.3", R"(SELECT * F WHERE (("age" IS DISTINCT FROM CAST($1 AS INTEGER))) |3)"},
        {"tags=cs.{a,\"b c\"}",
         R"(SELECT * F WHERE ((list_has_all("tags", CAST([CAST($1 AS VARCHAR), CAST($2 AS VARCHAR)] AS VARCHAR[])))) |a |b c)"},
        {"tags=cd.{a}", R"(SELECT * F WHERE ((list_has_all(CAST([CAST($1 AS VARCHAR)] AS VARCHAR[]), "tags"))) |a)"},
        {"data=cs.{\"a\":1}", R"(SELECT * F WHERE ((json_contains("data", CAST($1 AS JSON)))) |{"a":1})"},
        {"raw=cd.[1]", R"(SELECT * F WHERE ((json_contains(CAST($1 AS JSON), TRY_CAST("raw" AS JSON)))) |[1])"},
        {"data->>a=eq.5",
         R"(SELECT * F WHERE ((json_extract_string("data", CAST($1 AS VARCHAR)) = CAST($2 AS VARCHAR))) |$."a" |5)"},
        {"age=gt.1&name=eq.b",
         R"(SELECT * F WHERE (("age" > CAST($1 AS INTEGER)) AND ("name" = CAST($2 AS VARCHAR))) |1 |b)"},
        {"or=(age.lt.18,name.in.(a,b),not.and(id.eq.1,raw.eq.\"x,)\"))",
         R"(SELECT * F WHERE ((("age" < CAST($1 AS INTEGER)) OR ("name" IN (CAST($2 AS VARCHAR), CAST($3 AS VARCHAR))) OR NOT (("id" = CAST($4 AS BIGINT)) AND ("raw" = CAST($5 AS VARCHAR))))) |18 |a |b |1 |x,))"},
        {"not.or=(age.eq.1,age.not.eq.2)",
         R"(SELECT * F WHERE (NOT (("age" = CAST($1 AS INTEGER)) OR NOT ("age" = CAST($2 AS INTEGER)))) |1 |2)"},
        {"and=(tags.cs.{a,b},id.eq.1)",
         R"(SELECT * F WHERE (((list_has_all("tags", CAST([CAST($1 AS VARCHAR), CAST($2 AS VARCHAR)] AS VARCHAR[]))) AND ("id" = CAST($3 AS BIGINT)))) |a |b |1)"},
        {"order=age.desc,name,id.asc.nullsfirst,at.desc.nullslast",
         R"(SELECT * F ORDER BY "age" DESC NULLS FIRST, "name" ASC NULLS LAST, "id" ASC NULLS FIRST, "at" DESC NULLS LAST)"},
        {"limit=5&offset=10", "SELECT * F LIMIT 5 OFFSET 10"},
        {"\"odd\\\"name\"=eq.1", R"(SELECT * F WHERE (("odd""name" = CAST($1 AS VARCHAR))) |1)"},
        {"at=gte.2024-01-01", R"(SELECT * F WHERE (("at" >= CAST($1 AS TIMESTAMP WITH TIME ZONE))) |2024-01-01)"},
        {"name=eq.'; DROP TABLE x --", R"(SELECT * F WHERE (("name" = CAST($1 AS VARCHAR))) |'; DROP TABLE x --)"},
        {"nmae=eq.1", "42703"},
        {"select=nope", "42703"},
        {"order=nope", "42703"},
        {"name\"; DROP=eq.1", "PGRST100"},
        {"select=id::money", "42704"},
        {"select=*,count()", "PGRST100"},
        {"age=eq.abc", "22P02"},
        {"age=eq.", "22P02"},
        {"id=in.(1,x)", "22P02"},
        {"is_new=eq.maybe", "22P02"},
        {"age=cs.{1}", "42883"},
        {"data=cs.{a}", "22P02"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(build(c.query), c.want) << "query: " << c.query;
    }
}

TEST(SqlBuilder, Count) {
    const auto parameters = parse_query_string("age=gt.1&order=id&limit=3&select=id");
    const auto query = parse_row_query(*parameters);
    EXPECT_EQ(build_count(people(), *query)->text,
              R"(SELECT count(*) FROM "shop"."people" WHERE (("age" > CAST($1 AS INTEGER))))");
    const auto grouped = parse_row_query(*parse_query_string("select=name,count()"));
    EXPECT_EQ(build_count(people(), *grouped)->text,
              R"(SELECT count(*) FROM (SELECT "name" AS "name", count(*) AS "count" FROM "shop"."people" GROUP BY 1))");
}

TEST(SqlBuilder, UnknownColumnNamesTheNearest) {
    const auto query = parse_row_query(*parse_query_string("nam=eq.1"));
    const ApiError error = api_error_of(build_select(people(), *query, std::nullopt).error());
    EXPECT_EQ(error.message, "column people.nam does not exist");
    EXPECT_EQ(error.hint, "Perhaps you meant to reference the column \"people.name\".");
}

}  // namespace
}  // namespace levada::query
