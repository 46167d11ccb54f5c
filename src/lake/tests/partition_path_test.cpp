#include "partition_path.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(PartitionPath, OfValues) {
    TableOptions hive;
    hive.partition = {"dt"};
    TableOptions encoded = hive;
    encoded.is_url_encoded = true;
    TableOptions bare = hive;
    bare.is_hive_style = false;
    TableOptions two;
    two.partition = {"a", "b"};
    struct Case {
        const char* name;
        TableOptions options;
        PartitionValues values;
        std::string want;
    };
    const Case cases[] = {
        {"hive style", hive, {"2024-01-31"}, "dt=2024-01-31"},
        {"bare", bare, {"x"}, "x"},
        {"two levels", two, {"1", "2"}, "a=1/b=2"},
        {"null", hive, {std::nullopt}, "dt=__HIVE_DEFAULT_PARTITION__"},
        {"empty", hive, {""}, "dt=__HIVE_DEFAULT_PARTITION__"},
        {"unescaped", hive, {"100% e=f q'r"}, "dt=100% e=f q'r"},
        {"escaped", encoded, {"x/y:[z]{w}\x01"}, "dt=x%2Fy%3A%5Bz%5D%7Bw}%01"},
        {"not escaped", encoded, {"a b,+&ünï"}, "dt=a b,+&ünï"},
        {"none", TableOptions(), {}, ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(partition_path_of(c.options, c.values).value(), c.want) << "case: " << c.name;
    }
    EXPECT_EQ(partition_path_of(hive, {"a/b"}).error().code(), ErrorCode::unsupported);
    EXPECT_EQ(partition_path_of(bare, {".."}).error().code(), ErrorCode::unsupported);
}

TEST(PartitionPath, Depth) {
    EXPECT_EQ(partition_depth(""), 0);
    EXPECT_EQ(partition_depth("dt=1"), 1);
    EXPECT_EQ(partition_depth("a=1/b=2"), 2);
}

}  // namespace
}  // namespace levada::lake
