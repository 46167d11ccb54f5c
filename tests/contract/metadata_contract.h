#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "levada/ports/metadata.h"

namespace levada {

/// What every Metadata promises. `Fixture` is default-constructible and has `Metadata& metadata()` and `void reopen()`.
template <typename Fixture>
class MetadataContract : public ::testing::Test {
protected:
    Metadata& metadata() { return fixture_.metadata(); }
    void reopen() { fixture_.reopen(); }
    std::vector<std::string> keys(const std::string& collection, const Metadata::ListOptions& options) {
        std::vector<std::string> found;
        const auto listed = metadata().list(collection, options);
        EXPECT_TRUE(listed.has_value());
        for (const MetadataEntry& entry : *listed) {
            found.push_back(entry.key);
        }
        return found;
    }

    Fixture fixture_;
};

TYPED_TEST_SUITE_P(MetadataContract);

TYPED_TEST_P(MetadataContract, DocumentsComeBackWithTheirVersion) {
    // Goal: each write counts; the order of keys and big integers survive; another object reads the same.
    const Json value = *parse_json(R"({"b":1,"a":[123456789012345678901234567890,"é",null]})");
    ASSERT_TRUE(this->metadata().put("runs", "r1", 1).has_value());
    ASSERT_TRUE(this->metadata().put("runs", "r1", value).has_value());
    this->reopen();
    const auto got = this->metadata().get("runs", "r1");
    ASSERT_TRUE(got.has_value() && got->has_value());
    EXPECT_EQ((*got)->value.dump(), value.dump());
    EXPECT_EQ((*got)->version, 2);
    EXPECT_FALSE(this->metadata().get("runs", "r2")->has_value());
    EXPECT_FALSE(this->metadata().get("other", "r1")->has_value());
}

TYPED_TEST_P(MetadataContract, AWriteOnConditionNeedsTheVersionItSaw) {
    // Goal: of two writers that saw the same version one gets conflict.
    EXPECT_EQ(this->metadata().put_if("leases", "l", "a", 1).error().code(), ErrorCode::conflict);
    ASSERT_TRUE(this->metadata().put_if("leases", "l", "a", 0).has_value());
    EXPECT_EQ(this->metadata().put_if("leases", "l", "b", 0).error().code(), ErrorCode::conflict);
    ASSERT_TRUE(this->metadata().put_if("leases", "l", "c", 1).has_value());
    EXPECT_EQ(this->metadata().put_if("leases", "l", "d", 1).error().code(), ErrorCode::conflict);
    EXPECT_EQ((*this->metadata().get("leases", "l"))->value, Json("c"));
    EXPECT_EQ((*this->metadata().get("leases", "l"))->version, 2);
}

TYPED_TEST_P(MetadataContract, ListsByPrefixInByteOrder) {
    // Goal: prefix, direction and limit; a prefix that ends with the greatest byte; collections are apart.
    for (const char* key : {"a", "b1", "b2", "b10", "b\xff", "c"}) {
        ASSERT_TRUE(this->metadata().put("k", key, key).has_value());
    }
    ASSERT_TRUE(this->metadata().put("z", "b3", 1).has_value());
    EXPECT_EQ(this->keys("k", {}), (std::vector<std::string>{"a", "b1", "b10", "b2", "b\xff", "c"}));
    EXPECT_EQ(this->keys("k", {.prefix = "b"}), (std::vector<std::string>{"b1", "b10", "b2", "b\xff"}));
    EXPECT_EQ(this->keys("k", {.prefix = "b", .is_descending = true, .limit = 2}),
              (std::vector<std::string>{"b\xff", "b2"}));
    EXPECT_EQ(this->keys("k", {.prefix = "b\xff"}), std::vector<std::string>{"b\xff"});
    EXPECT_TRUE(this->keys("k", {.prefix = "x"}).empty());
}

TYPED_TEST_P(MetadataContract, RemovedDocumentsAreGone) {
    // Goal: removing twice is no error; a new document begins at version 1.
    ASSERT_TRUE(this->metadata().put("k", "a", 1).has_value());
    ASSERT_TRUE(this->metadata().put("k", "a", 2).has_value());
    EXPECT_TRUE(this->metadata().remove("k", "a").has_value());
    EXPECT_TRUE(this->metadata().remove("k", "a").has_value());
    EXPECT_FALSE(this->metadata().get("k", "a")->has_value());
    ASSERT_TRUE(this->metadata().put_if("k", "a", 3, 0).has_value());
    EXPECT_EQ((*this->metadata().get("k", "a"))->version, 1);
}

REGISTER_TYPED_TEST_SUITE_P(MetadataContract,
                            DocumentsComeBackWithTheirVersion,
                            AWriteOnConditionNeedsTheVersionItSaw,
                            ListsByPrefixInByteOrder,
                            RemovedDocumentsAreGone);

}  // namespace levada
