#include "levada/airbyte/components/record.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(Record, RawField) {
    EXPECT_EQ(raw_field(R"({"a":1,"b":{"a":2}})", "a"), "1");
    EXPECT_EQ(raw_field(R"({"a":1,"a":"x"})", "a"), "\"x\"");
    EXPECT_EQ(raw_field(R"({"a":1})", "z"), std::nullopt);
    EXPECT_EQ(raw_field("[1]", "a"), std::nullopt);
}

TEST(Record, PageKeepsViewsUntilCleared) {
    RecordPage page;
    std::vector<std::string_view> kept;
    const std::string text(100'000, 'x');
    for (int i = 0; i < 20; ++i) {
        kept.push_back(page.keep(text));
        page.add(kept.back());
    }
    for (const std::string_view view : kept) {
        EXPECT_EQ(view, text);
    }
    EXPECT_EQ(page.size(), 20U);
    page.dropped_count = 3;
    page.unserialisable = 1;
    page.clear();
    EXPECT_EQ(page.size(), 0U);
    EXPECT_EQ(page.dropped_count, 0);
    EXPECT_FALSE(page.unserialisable.has_value());
    EXPECT_EQ(page.keep("y"), "y");
}

TEST(Record, Editor) {
    RecordPage page;
    RecordEditor editor(page);
    editor.reset(R"({ "a": 1, "b" : [2] })");
    EXPECT_EQ(editor.json(), R"({ "a": 1, "b" : [2] })") << "an untouched record is the same text";
    EXPECT_EQ(editor.field("b"), "[2]");
    editor.set("a", "\"x\"");
    editor.set("c d", "null");
    EXPECT_EQ(editor.json(), R"({"a":"x","b":[2],"c d":null})") << "replacing keeps the place, new ones go last";
    editor.remove("b");
    editor.remove("missing");
    EXPECT_EQ(editor.json(), R"({"a":"x","c d":null})");
    editor.assign(Json::object({{"z", 1}}));
    EXPECT_EQ(editor.json(), R"({"z":1})");
    EXPECT_EQ(editor.value()->dump(), R"({"z":1})");
    EXPECT_TRUE(editor.is_object());
    editor.mark_unserialisable();
    EXPECT_TRUE(editor.is_unserialisable());
    editor.reset("5");
    EXPECT_FALSE(editor.is_unserialisable());
    EXPECT_FALSE(editor.is_object());
}

TEST(RecordPage, FileReferences) {
    RecordPage page;
    page.add(page.keep(R"({"id":1})"));
    EXPECT_TRUE(page.file_references().empty());
    page.add(page.keep(R"({"id":2})"));
    page.refer(page.records().back(), R"({"file_size_bytes":3})");
    page.refer(page.records().front(), "");
    ASSERT_EQ(page.file_references().size(), 2U);
    EXPECT_EQ(page.file_references()[0], "");
    EXPECT_EQ(page.file_references()[1], R"({"file_size_bytes":3})");
    page.clear();
    EXPECT_TRUE(page.file_references().empty());
}

}  // namespace
}  // namespace levada::airbyte
