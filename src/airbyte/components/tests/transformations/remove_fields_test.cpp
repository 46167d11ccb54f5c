#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(RemoveFields, Pointers) {
    struct Case {
        const char* name;
        const char* pointers;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"top level", "[[a]]", R"({"b":{"c":1,"d":[1,2]},"ab":3})"},
        {"missing", "[[z], [b, z]]", R"({"a":0,"b":{"c":1,"d":[1,2]},"ab":3})"},
        {"nested", "[[b, c]]", R"({"a":0,"b":{"d":[1,2]},"ab":3})"},
        {"list item", "[[b, d, '0']]", R"({"a":0,"b":{"c":1,"d":[null,2]},"ab":3})"},
        {"pattern", "[['a*']]", R"({"b":{"c":1,"d":[1,2]}})"},
        {"any way down", "[['**', c]]", R"({"a":0,"b":{"d":[1,2]},"ab":3})"},
        {"several", "[[a], [ab]]", R"({"b":{"c":1,"d":[1,2]}})"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(testing::transformed(std::string("type: RemoveFields\nfield_pointers: ") + c.pointers + "\n",
                                       R"({"a":0,"b":{"c":1,"d":[1,2]},"ab":3})"),
                  c.want)
            << "case: " << c.name;
    }
}

TEST(RemoveFields, ConditionLooksAtValues) {
    EXPECT_EQ(testing::transformed("type: RemoveFields\nfield_pointers: [[a]]\ncondition: \"{{ property == 1 }}\"\n",
                                   R"({"a":2,"b":1,"c":{"d":1}})"),
              R"({"a":2,"c":{}})");
}

TEST(RemoveFields, ConditionHasNoParameters) {
    EXPECT_EQ(testing::transformed("type: RemoveFields\n$parameters: {p: 1}\nfield_pointers: [[a]]\n"
                                   "condition: \"{{ parameters['p'] }}\"\n",
                                   R"({"a":2})"),
              R"({"a":2})");
}

}  // namespace
}  // namespace levada::airbyte
