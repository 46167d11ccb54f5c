#include "connector/infer_schema.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(InferSchema, TypesOfAllRecords) {
    // Goal: what was seen in any record, nested too; an integer beside a number is a number; fields may be null.
    struct Case {
        const char* name;
        std::vector<const char*> records;
        const char* properties;
    };
    const Case cases[] = {
        {"none", {}, "{}"},
        {"no object", {"[1]"}, "{}"},
        {"plain",
         {R"({"a":1,"b":"x","c":true})"},
         R"({"a":{"type":["null","integer"]},"b":{"type":["null","string"]},"c":{"type":["null","boolean"]}})"},
        {"several types",
         {R"({"a":1})", R"({"a":1.5})", R"({"a":null})", R"({"b":1})", R"({"b":"x"})"},
         R"({"a":{"type":["null","number"]},"b":{"type":["null","integer","string"]}})"},
        {"nested",
         {R"({"a":{"x":[1,"y"]}})", R"({"a":{"z":[]}})"},
         R"({"a":{"type":["null","object"],"properties":{"x":{"type":["null","array"],"items":{"type":["integer","string"]}},)"
         R"("z":{"type":["null","array"]}}}})"},
    };
    for (const Case& c : cases) {
        SchemaInference inference;
        for (const char* record : c.records) {
            inference.add(*parse_json(record));
        }
        EXPECT_EQ(inference.schema().find("properties")->dump(), c.properties) << c.name;
    }
}

}  // namespace
}  // namespace levada::app
