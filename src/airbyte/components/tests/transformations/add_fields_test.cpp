#include "transform_support.h"

namespace levada::airbyte {
namespace {

std::string added(const std::string& fields, std::string_view record, const std::string& more = "") {
    return testing::transformed("type: AddFields\nfields:\n" + fields + more, record, Json::object({{"c", "cfg"}}));
}

TEST(AddFields, Values) {
    struct Case {
        const char* name;
        const char* fields;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"literal", "- {path: [x], value: abc}\n", R"({"id":1,"o":{"k":2},"x":"abc"})"},
        {"typed", "- {path: [x], value: '42'}\n", R"({"id":1,"o":{"k":2},"x":42})"},
        {"as text", "- {path: [x], value: '42', value_type: string}\n", R"({"id":1,"o":{"k":2},"x":"42"})"},
        {"record, config, slice",
         "- {path: [x], value: \"{{ record.id }}-{{ config.c }}-{{ stream_slice.p }}\"}\n",
         R"({"id":1,"o":{"k":2},"x":"1-cfg-s"})"},
        {"later fields see earlier ones",
         "- {path: [x], value: '5'}\n- {path: [y], value: \"{{ record.x + 1 }}\"}\n",
         R"({"id":1,"o":{"k":2},"x":5,"y":6})"},
        {"replaces in place", "- {path: [id], value: '9'}\n", R"({"id":9,"o":{"k":2}})"},
        {"nested", "- {path: [o, z], value: '3'}\n", R"({"id":1,"o":{"k":2,"z":3}})"},
        {"makes mappings and lists", "- {path: [n, '1'], value: a}\n", R"({"id":1,"o":{"k":2},"n":[null,"a"]})"},
        {"whole values", "- {path: [x], value: '{{ record.o }}'}\n", R"({"id":1,"o":{"k":2},"x":{"k":2}})"},
        {"missing gives empty text", "- {path: [x], value: '{{ record.none }}'}\n", R"({"id":1,"o":{"k":2},"x":""})"},
        {"what JSON cannot hold",
         "- {path: [x], value: '{1, 2}'}\n",
         R"({"id":1,"o":{"k":2},"x":null} unserialisable)"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(added(c.fields, R"({"id":1,"o":{"k":2}})"), c.want) << "case: " << c.name;
    }
}

TEST(AddFields, ConditionsAndErrors) {
    EXPECT_EQ(added("- {path: [x], value: '1'}\n", "{}", "condition: \"{{ value == 2 }}\"\n"), "{}");
    EXPECT_EQ(added("- {path: [x], value: '1'}\n", "{}", "condition: \"{{ path == ['x'] }}\"\n"), R"({"x":1})");
    EXPECT_TRUE(added("- {path: [x], value: '{{ record.a.b }}'}\n", "{}").starts_with("error: "));
    EXPECT_TRUE(added("- {path: [id, x], value: '1'}\n", R"({"id":1})").starts_with("error: "));
    EXPECT_TRUE(added("- {path: [], value: '1'}\n", "{}").starts_with("error: "));
    EXPECT_TRUE(added("- {path: [x], value: '1'}\n", "5").starts_with("error: "));
}

}  // namespace
}  // namespace levada::airbyte
