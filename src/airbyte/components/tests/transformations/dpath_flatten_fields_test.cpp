#include "transform_support.h"

namespace levada::airbyte {
namespace {

TEST(DpathFlattenFields, Moves) {
    struct Case {
        const char* name;
        const char* more;
        const char* record;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"keeps the original", "field_path: [o]\n", R"({"id":1,"o":{"a":2}})", R"({"id":1,"o":{"a":2},"a":2})"},
        {"deletes it", "field_path: [o]\ndelete_origin_value: true\n", R"({"id":1,"o":{"a":2}})", R"({"id":1,"a":2})"},
        {"replaces the record", "field_path: [o]\nreplace_record: true\n", R"({"id":1,"o":{"a":2}})", R"({"a":2})"},
        {"a conflict changes nothing",
         "field_path: [o]\ndelete_origin_value: true\n",
         R"({"a":1,"o":{"a":2}})",
         R"({"a":1,"o":{"a":2}})"},
        {"no mapping there", "field_path: [o]\n", R"({"o":[1]})", R"({"o":[1]})"},
        {"wildcard", "field_path: ['*', in]\n", R"({"o":{"in":{"a":1}}})", R"({"o":{"in":{"a":1}},"a":1})"},
        {"renamed",
         "field_path: [o]\nkey_transformation: {type: KeyTransformation, prefix: p_, suffix: _s}\n",
         R"({"o":{"a":2}})",
         R"({"o":{"a":2},"p_a_s":2})"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(testing::transformed(std::string("type: DpathFlattenFields\n") + c.more, c.record), c.want)
            << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
