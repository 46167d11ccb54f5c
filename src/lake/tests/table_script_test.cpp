#include "levada/lake/table_script.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(TableScript, StepsAndRows) {
    Lab lab;
    const Json script = parse_json(R"x({"table": {"name": "t", "key": ["id"], "order": "ts",
        "columns": [["id", "VARCHAR"], ["st", "STRUCT(a INTEGER, b VARCHAR)"], ["ts", "BIGINT"]]},
        "steps": [
            {"op": "upsert", "rows": [{"id": "k1", "st": {"a": 1, "b": "q"}, "ts": 1}, {"id": "k2", "ts": 1}],
             "extra": {"levada.queue.offsets": "{\"0\":41}"}},
            {"op": "delete", "keys": [{"id": "k2"}]},
            {"op": "clean", "retain_commits": 1},
            {"op": "rollback_pending"}, {"op": "disable_metadata_table"}]})x")
                            .value();
    std::vector<std::string> lines;
    const PrintLine print = [&lines](std::string_view line) { lines.emplace_back(line); };
    const Status applied = apply_script(lab.context(), lab.path("t"), script, print);
    ASSERT_TRUE(applied.has_value()) << applied.error().to_string();
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_NE(lines[0].find("\"inserted\":2"), std::string::npos) << lines[0];
    EXPECT_NE(lines[1].find("\"deleted\":1"), std::string::npos) << lines[1];
    EXPECT_NE(lines[2].find("\"removed\":0"), std::string::npos) << lines[2];
    lines.clear();
    ASSERT_TRUE(read_table(lab.context(), lab.path("t"), "", print).has_value());
    EXPECT_EQ(lines, (std::vector<std::string>{R"({"id":"k1","st":{"a":1,"b":"q"},"ts":1})"}));
}

TEST(TableScript, BadScriptsAreRefused) {
    Lab lab;
    const std::string table = R"("table": {"name": "t", "key": ["id"], "columns": [["id", "VARCHAR"]]})";
    const std::string cases[] = {
        "{}",
        "{" + table + R"(, "steps": [{"op": "explode"}]})",
        "{" + table + R"(, "steps": [{"op": "upsert"}]})",
        "{" + table + R"(, "steps": [{"op": "upsert", "rows": [], "columns": [["id"]]}]})",
        "{" + table + R"(, "steps": [{"op": "upsert", "rows": [], "crash": "sometime"}]})",
    };
    for (const std::string& text : cases) {
        const Status applied =
            apply_script(lab.context(), lab.path("t"), parse_json(text).value(), [](std::string_view) {});
        ASSERT_FALSE(applied.has_value()) << "case: " << text;
        EXPECT_EQ(applied.error().code(), ErrorCode::invalid_config) << "case: " << text;
    }
}

}  // namespace
}  // namespace levada::lake
