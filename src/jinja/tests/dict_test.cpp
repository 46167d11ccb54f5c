#include "dict.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Dict, KeepsOrderAndFinds) {
    // Goal: small and large dicts behave alike. Method: grow far beyond the size that is searched in a row.
    DictObject dict;
    for (int i = 0; i < 100; ++i) {
        dict.set("key" + std::to_string(i), Value::integer(i));
    }
    for (int i = 0; i < 100; ++i) {
        const Value* found = dict.find("key" + std::to_string(i));
        ASSERT_NE(found, nullptr) << i;
        EXPECT_EQ(found->as_integer(), i);
    }
    EXPECT_EQ(dict.entries()[42].key.text(), "key42");
    EXPECT_EQ(dict.erase(Value::borrowed("key0")).as_integer(), 0);
    EXPECT_EQ(dict.find("key0"), nullptr);
    EXPECT_EQ(dict.find("key99")->as_integer(), 99);
    EXPECT_TRUE(dict.erase(Value::borrowed("key0")).is_missing());
    dict.clear();
    EXPECT_EQ(dict.size(), 0U);
}

TEST(Dict, EqualNumbersAreOneKey) {
    DictObject dict;
    dict.set(Value::integer(1), Value::borrowed("a"));
    dict.set(Value::real(1.0), Value::borrowed("b"));
    dict.set(Value::boolean(true), Value::borrowed("c"));
    EXPECT_EQ(dict.size(), 1U);
    EXPECT_EQ(dict.find(Value::integer(1))->text(), "c");
}

TEST(Dict, Hashes) {
    EXPECT_EQ(*hash_of(Value::integer(3)), *hash_of(Value::real(3.0)));
    EXPECT_EQ(hash_of(Value::list({})).error().python_class(), "TypeError");
    EXPECT_EQ(hash_of(Value::tuple({Value::list({})})).error().python_class(), "TypeError");
    EXPECT_TRUE(hash_of(Value::tuple({Value::none()})).has_value());
}

TEST(Dict, VersionCountsKeys) {
    DictObject dict;
    dict.set("a", Value::none());
    const auto before = dict.version();
    dict.set("a", Value::integer(1));
    EXPECT_EQ(dict.version(), before);
    dict.set("b", Value::none());
    EXPECT_NE(dict.version(), before);
}

}  // namespace levada::jinja
