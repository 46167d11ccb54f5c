#include "levada/jinja/case_runner.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(CaseRunner, GivesOneLineACase) {
    CaseRun run;
    run.environment = "plain";
    run.cases = R"({"id": "a", "template": "{{ n }}é", "context": {"n": 1}})"
                "\n\n"
                R"({"id": "b", "template": "{{ x.y }}"})"
                "\n";
    EXPECT_EQ(run_cases(run).value(),
              R"({"id": "a", "output": "1\u00e9"})"
              "\n"
              R"({"id": "b", "error": "UndefinedError", "message": "'x' is undefined"})"
              "\n");
    run.environment = "cdk";
    run.cases = R"({"id": "c", "template": "{{ config.n }}", "context": {"config": {"n": [1, null]}}})"
                "\n"
                R"j({"id": "d", "template": "({{ 1 }},)"})j";
    EXPECT_EQ(run_cases(run).value(),
              "{\"id\": \"c\", \"output\": [1, null]}\n{\"id\": \"d\", \"output\": {\"py\": \"(1,)\"}}\n");
}

TEST(CaseRunner, RunsDbtWithMacros) {
    CaseRun run;
    run.environment = "dbt";
    run.cases =
        R"({"id": "a", "template": "{{ ret(5) + 1 }}{{ var('answer') }}", "macros": "{% macro ret(x) %}{{ return(x) }}{% endmacro %}"})";
    EXPECT_EQ(run_cases(run).value(), "{\"id\": \"a\", \"output\": \"642\"}\n");
}

TEST(CaseRunner, Refuses) {
    CaseRun run;
    run.environment = "nope";
    EXPECT_EQ(run_cases(run).error().code(), ErrorCode::invalid_config);
    run.environment = "plain";
    run.cases = "{}\n";
    EXPECT_EQ(run_cases(run).error().fact("line"), "1");
    run.cases = "not json\n";
    EXPECT_EQ(run_cases(run).error().code(), ErrorCode::invalid_data);
}

}  // namespace levada::jinja
