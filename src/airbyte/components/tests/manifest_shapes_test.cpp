#include "manifest_shapes.h"

#include <gtest/gtest.h>

#include "levada/base/yaml.h"

namespace levada::airbyte {
namespace {

TEST(TypeKeyOf, AsTheSchemaHasIt) {
    EXPECT_EQ(type_key_of("DpathExtractor"), TypeKey::required);
    EXPECT_EQ(type_key_of("ConcurrencyLevel"), TypeKey::optional);
    EXPECT_EQ(type_key_of("Rate"), TypeKey::meaningless);
    EXPECT_EQ(type_key_of("TypesMap"), TypeKey::meaningless);
}

TEST(LimitBreach, SaysWhatIsWanted) {
    struct Case {
        const char* type;
        const char* field;
        const char* value;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"UnionPartitionRouter", "partition_routers", "[1]", "wanted at least 2 items, found 1"},
        {"UnionPartitionRouter", "partition_routers", "[1, 2]", ""},
        {"HttpRequester", "read_timeout_in_seconds", "0", "wanted a number above 0"},
        {"AsyncRetriever", "failed_retry_wait_time_in_seconds", "0", "wanted at least 1"},
        {"AsyncRetriever", "failed_retry_wait_time_in_seconds", "\"{{ 0 }}\"", ""},
        {"HttpResponseFilter", "http_codes", "[429, 500, 429]", "wanted each item once, found [429,500,429]"},
        {"HttpResponseFilter", "http_codes", "[429, 500]", ""},
        {"RemoveFields", "field_pointers", "[[a, 0]]", "wanted lists of texts, found [[\"a\",0]]"},
        {"DeclarativeStream", "primary_key", "[[id], [a, b]]", ""},
        {"DeclarativeStream", "primary_key", "[id, [a, b]]", "wanted lists of texts, found [\"id\",[\"a\",\"b\"]]"},
        {"DpathExtractor", "field_path", "[]", ""},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(limit_breach(c.type, c.field, *parse_yaml(c.value, "v")), c.want) << c.field << ": " << c.value;
    }
}

TEST(ComponentsInValues, OnlyWhereTheyAre) {
    const ValueComponents* found = components_in_values("HttpRequester", "request_parameters");
    ASSERT_NE(found, nullptr);
    EXPECT_TRUE(found->may_be_text);
    EXPECT_EQ(components_in_values("HttpRequester", "request_headers"), nullptr);
    EXPECT_EQ(components_in_values("QueryProperties", "request_parameters"), nullptr);
}

}  // namespace
}  // namespace levada::airbyte
