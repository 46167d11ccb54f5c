#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {
namespace {

TEST(UnionPartitionRouter, EachValueOnce) {
    testing::ComponentFixture fixture;
    const auto router = fixture
                            .make<PartitionRouter>(
                                "type: UnionPartitionRouter\npartition_field: x\npartition_routers:\n"
                                "  - {type: ListPartitionRouter, cursor_field: x, values: [a, b]}\n"
                                "  - {type: ListPartitionRouter, cursor_field: x, values: [b, c]}\n")
                            .value();
    EXPECT_EQ(testing::texts_of(testing::drain(*router)), R"({"x":"a"} {"x":"b"} {"x":"c"})");
    EXPECT_EQ(router->parent_state().value().dump(), "{}");
    EXPECT_FALSE(router->has_incremental_parent());
}

TEST(UnionPartitionRouter, Refused) {
    struct Case {
        const char* name;
        const char* routers;
    };
    constexpr Case kCases[] = {
        {"one router only", "  - {type: ListPartitionRouter, cursor_field: x, values: [a]}\n"},
        {"another field",
         "  - {type: ListPartitionRouter, cursor_field: x, values: [a]}\n"
         "  - {type: ListPartitionRouter, cursor_field: y, values: [a]}\n"},
        {"request options",
         "  - {type: ListPartitionRouter, cursor_field: x, values: [a]}\n"
         "  - {type: ListPartitionRouter, cursor_field: x, values: [a], request_option: {type: RequestOption, "
         "inject_into: header, field_name: H}}\n"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture;
        EXPECT_EQ(fixture
                      .make<PartitionRouter>("type: UnionPartitionRouter\npartition_field: x\npartition_routers:\n" +
                                             std::string(c.routers))
                      .error()
                      .code(),
                  ErrorCode::invalid_config)
            << c.name;
    }
}

TEST(UnionPartitionRouter, ListsAreNoValues) {
    testing::ComponentFixture fixture;
    const auto router = fixture
                            .make<PartitionRouter>(
                                "type: UnionPartitionRouter\npartition_field: x\npartition_routers:\n"
                                "  - {type: ListPartitionRouter, cursor_field: x, values: '[[1]]'}\n"
                                "  - {type: ListPartitionRouter, cursor_field: x, values: [c]}\n")
                            .value();
    EXPECT_EQ(router->slices().value()->next().error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
