#include "load_position.h"

#include <gtest/gtest.h>

namespace levada::load {
namespace {

TEST(LoadPosition, PrintsAndReadsBack) {
    LoadPosition position;
    position.next_offset = 42;
    position.last_batch = {"r1", "s", 3, 1};
    position.generation_id = 5;
    position.is_declared = true;
    position.fields = "[]";
    const std::vector<BatchRef> batches = {{0, 1, 1, {"r1", "s", 2, 0}},
                                           {0, 1, 1, {"r1", "s", 2, 1}},
                                           {0, 1, 1, {"r1", "s", 3, 0}},
                                           {0, 1, 1, {"r1", "s", 3, 1}}};
    const auto extra = position.print("p.s", batches);
    EXPECT_EQ(extra.at("levada.queue.offsets"), R"({"p.s":42})");
    EXPECT_EQ(extra.at("levada.queue.batches"), R"({"r1/s":[[2,0,1],[3,0,1]]})");
    const auto back = LoadPosition::parse("p.s", extra);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->next_offset, 42);
    EXPECT_EQ(back->last_batch.id(), "r1/s/3/1");
    EXPECT_EQ(back->generation_id, 5);
    EXPECT_TRUE(back->is_declared);
    EXPECT_EQ(back->fields, "[]");
}

TEST(LoadPosition, NothingAndBrokenMetadata) {
    EXPECT_EQ(LoadPosition::parse("p.s", {}).value().next_offset, 0);
    EXPECT_EQ(LoadPosition::parse("p.s", {{"levada.queue.offsets", "{"}}).error().code(), ErrorCode::corruption);
}

}  // namespace
}  // namespace levada::load
