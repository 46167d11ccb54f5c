#include "schema_fault.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::airbyte {
namespace {

bool is_faulty(const char* text) {
    return schema_fault(parse_json(text).value()).has_value();
}

TEST(SchemaFault, Keywords) {
    struct Case {
        const char* name;
        const char* good;
        const char* bad;
    };
    constexpr Case kCases[] = {
        {"schema", "true", "1"},
        {"required, twice", R"({"required":["a","b"]})", R"({"required":["a","a"]})"},
        {"required, a flag", R"({"required":[]})", R"({"required":true})"},
        {"text", R"({"title":"a"})", R"({"title":1})"},
        {"pattern", R"({"pattern":"^a+$"})", R"({"pattern":"("})"},
        {"flag", R"({"uniqueItems":true})", R"({"uniqueItems":"yes"})"},
        {"number", R"({"minimum":1.5})", R"({"minimum":"1"})"},
        {"positive", R"({"multipleOf":0.1})", R"({"multipleOf":0})"},
        {"count", R"({"minLength":2.0})", R"({"minLength":-1})"},
        {"list", R"({"examples":["a"]})", R"({"examples":"a"})"},
        {"enum", R"({"enum":[1,1]})", R"({"enum":{"a":1}})"},
        {"type", R"({"type":["null","string"]})", R"({"type":"date"})"},
        {"types, twice", R"({"type":["string"]})", R"({"type":["string","string"]})"},
        {"types, none", R"({"type":"null"})", R"({"type":[]})"},
        {"properties", R"({"properties":{"a":{}}})", R"({"properties":{"a":"string"}})"},
        {"deep", R"({"properties":{"a":{"items":{"type":"string"}}}})", R"({"properties":{"a":{"items":{"type":1}}}})"},
        {"oneOf", R"({"oneOf":[{}]})", R"({"oneOf":[]})"},
        {"oneOf, deep", R"({"oneOf":[{"type":"object"}]})", R"({"oneOf":[{"type":"map"}]})"},
        {"additional", R"({"additionalProperties":false})", R"({"additionalProperties":"false"})"},
        {"pattern properties", R"({"patternProperties":{"^a":{}}})", R"({"patternProperties":{"(":{}}})"},
        {"dependencies", R"({"dependencies":{"a":["b"],"c":{}}})", R"({"dependencies":{"a":["b","b"]}})"},
        {"dependent", R"({"dependentRequired":{"a":["b"]}})", R"({"dependentRequired":{"a":{}}})"},
        {"const holds anything", R"({"const":{"type":1},"default":{"required":true}})", R"({"not":{"type":1}})"},
    };
    for (const Case& c : kCases) {
        EXPECT_FALSE(is_faulty(c.good)) << "case: " << c.name;
        EXPECT_TRUE(is_faulty(c.bad)) << "case: " << c.name;
    }
}

TEST(SchemaFault, Drafts) {
    struct Case {
        const char* name;
        const char* schema;
        bool is_faulty;
    };
    constexpr Case kCases[] = {
        {"2020 when none is named", R"({"items":[{}]})", true},
        {"7", R"({"$schema":"http://json-schema.org/draft-07/schema#","items":[{}]})", false},
        {"no known name is 2020", R"({"$schema":"https://json-schema.org/draft-07/schema#","items":[{}]})", true},
        {"2019", R"({"$schema":"https://json-schema.org/draft/2019-09/schema","items":[{}]})", false},
        {"4: flags", R"({"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":true})", false},
        {"7: numbers", R"({"$schema":"http://json-schema.org/draft-07/schema#","exclusiveMinimum":true})", true},
        {"4: nothing required", R"({"$schema":"http://json-schema.org/draft-04/schema#","required":[]})", true},
        {"4: choices", R"({"$schema":"http://json-schema.org/draft-04/schema#","enum":["a","a"]})", true},
        {"4: no true schema", R"({"$schema":"http://json-schema.org/draft-04/schema","not":true})", true},
        {"3 is not looked at", R"({"$schema":"http://json-schema.org/draft-03/schema#","required":true})", false},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(is_faulty(c.schema), c.is_faulty) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
