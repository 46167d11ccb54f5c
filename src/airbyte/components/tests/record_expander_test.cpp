#include "record_expander.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

std::string expanded(const std::string& more, std::string_view record) {
    testing::ComponentFixture f;
    const Json node = testing::yaml("expand_records_from_field: [l, i]\n" + more);
    const auto expander = RecordExpander::make(&node, f.context);
    if (!expander.has_value()) {
        return "error: " + expander.error().message();
    }
    RecordPage page;
    const Result<void> done = (*expander)->expand(record, page);
    std::string all = done.has_value() ? "" : "error: " + done.error().message();
    for (const std::string_view one : page.records()) {
        all += std::string(one) + ";";
    }
    return all;
}

TEST(RecordExpander, Expands) {
    const char* record = R"({"id":1,"l":{"i":[{"x":1},5],"n":2}})";
    EXPECT_EQ(expanded("", record), R"({"x":1};5;)");
    EXPECT_EQ(expanded("remain_original_record: true\n", R"({"id":1,"l":{"i":[{"x":1}]}})"),
              R"({"x":1,"original_record":{"id":1,"l":{"i":[{"x":1}]}}};)");
    EXPECT_EQ(expanded("merge_parent: true\n", record),
              R"({"id":1,"l":{"n":2},"x":1};{"id":1,"l":{"n":2},"value":5};)");
    EXPECT_EQ(expanded("parent_fields: [{parent_path: [id], record_path: [p, id]}]\n", record),
              R"({"x":1,"p":{"id":1}};{"value":5,"p":{"id":1}};)");
    EXPECT_EQ(expanded("", R"({"id":1})"), "");
    EXPECT_EQ(expanded("on_no_records: emit_parent\n", R"({"id":1})"), R"({"id":1};)");
    EXPECT_EQ(expanded("", "7"), "7;");
}

TEST(RecordExpander, TheParentIsMergedWithoutItsLists) {
    // Goal: a pattern takes each list that it names from the parent, and nothing that is no list.
    EXPECT_EQ(expanded("merge_parent: true\nexpand_records_from_field: [l, '*']\n",
                       R"({"id":1,"l":{"i":[{"x":1}],"j":[{"x":2}],"n":2}})"),
              R"({"id":1,"l":{"n":2},"x":1};{"id":1,"l":{"n":2},"x":2};)");
}

TEST(RecordExpander, Refuses) {
    EXPECT_TRUE(expanded("truncation_indicator_path: ['*']\n", "{}").starts_with("error: "));
    EXPECT_TRUE(expanded("truncated_list_retriever: {type: SimpleRetriever}\n", "{}").starts_with("error: "));
    EXPECT_TRUE(expanded("expand_records_from_field: [l, '*']\ntruncation_indicator_path: [more]\n"
                         "truncated_list_retriever: {type: SimpleRetriever}\n",
                         "{}")
                    .starts_with("error: "));
    EXPECT_TRUE(
        expanded("parent_fields: [{parent_path: [id], record_path: [x, y]}]\n", R"({"id":1,"l":{"i":[{"x":1}]}})")
            .starts_with("error: "));
    testing::ComponentFixture f;
    EXPECT_EQ(RecordExpander::make(nullptr, f.context).value(), nullptr);
}

}  // namespace
}  // namespace levada::airbyte
