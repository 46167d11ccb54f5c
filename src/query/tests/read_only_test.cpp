#include "levada/query/read_only.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(ReadOnly, RequireReadOnly) {
    struct Case {
        const char* sql;
        const char* want;
    };
    const Case cases[] = {
        {"SELECT 1", "ok"},
        {"  select 1 ; ;", "ok"},
        {"FROM t", "ok"},
        {"(SELECT 1) UNION (SELECT 2)", "ok"},
        {"WITH a AS (SELECT 1), b(x) AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a, b", "ok"},
        {"WITH RECURSIVE a AS (SELECT 1) FROM a", "ok"},
        {"SELECT 'a;b' AS \"x;y\" -- ; comment\n", "ok"},
        {"/* DELETE */ SELECT $$;$$, $tag$ ; $$ $tag$, $1", "ok"},
        {"SELECT delete FROM t", "ok"},
        {"EXPLAIN ANALYZE SELECT 1", "ok"},
        {"DESCRIBE t", "ok"},
        {"SHOW TABLES", "ok"},
        {"VALUES (1)", "ok"},
        {"SELECT e'it\\'s;'", "ok"},
        {"SELECT 'it\\'; DROP TABLE t --'", "invalid_data"},
        {"", "invalid_data"},
        {" ; -- nothing", "invalid_data"},
        {"SELECT 1; SELECT 2", "invalid_data"},
        {"SELECT 'open", "invalid_data"},
        {"SELECT /* open", "invalid_data"},
        {"SELECT /* a /* b */ 1", "invalid_data"},
        {"SELECT $x$ open", "invalid_data"},
        {"DELETE FROM t", "permission_denied"},
        {"insert into t values (1)", "permission_denied"},
        {"DROP TABLE t", "permission_denied"},
        {"COPY t TO 'x'", "permission_denied"},
        {"ATTACH 'x'", "permission_denied"},
        {"SET memory_limit='1GB'", "permission_denied"},
        {"PRAGMA x", "permission_denied"},
        {"CALL f()", "permission_denied"},
        {"WITH a AS (SELECT 1) DELETE FROM t", "permission_denied"},
        {"WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", "permission_denied"},
        {"WITH a AS (SELECT 1), b AS (INSERT INTO t VALUES (1)) SELECT 1", "permission_denied"},
        {"EXPLAIN ANALYZE DELETE FROM t", "permission_denied"},
        {"EXPLAIN (FORMAT json) DELETE FROM t", "permission_denied"},
        {"/* SELECT */ DROP TABLE t", "permission_denied"},
        {"-- SELECT\nDROP TABLE t", "permission_denied"},
    };
    for (const Case& c : cases) {
        const Status got = require_read_only(c.sql);
        EXPECT_EQ(got ? "ok" : to_string(got.error().code()), c.want) << "SQL: " << c.sql;
    }
    EXPECT_FALSE(require_read_only("SELECT " + std::string(200'000, '1')).has_value());
}

}  // namespace
}  // namespace levada::query
