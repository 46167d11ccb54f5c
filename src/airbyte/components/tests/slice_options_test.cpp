#include "slice_options.h"

#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(SliceValues, SendsWhatTheSliceHolds) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml("option: {type: RequestOption, inject_into: request_parameter, field_name: q}");
    const FieldValues fields(node, fixture.context);
    struct Case {
        const char* name;
        const char* slice;
        bool is_sent_when_falsy;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"a value", R"({"id": "a"})", false, R"({"q":"a"})"},
        {"no text", R"({"id": ""})", false, "{}"},
        {"zero", R"({"id": 0})", false, "{}"},
        {"an edge of a window is always sent", R"({"id": ""})", true, R"({"q":""})"},
        {"another key", R"({"other": "a"})", false, "{}"},
        {"an empty slice", "{}", true, "{}"},
    };
    for (const Case& c : kCases) {
        WindowOptions one = WindowOptions::at(fields, "option").value();
        one.slice_field = "id";
        one.is_sent_when_falsy = c.is_sent_when_falsy;
        const StreamSlice slice = StreamSlice::make(testing::json(c.slice), Json::object(), Json::object()).value();
        const RequestParts parts = make_window_options({one})->request_parts({&slice, nullptr, std::nullopt}).value();
        EXPECT_EQ(parts.params.dump(), c.want) << c.name;
    }
    EXPECT_FALSE(WindowOptions::at(fields, "absent").value().option.has_value());
}

TEST(WindowOptions, ParametersAreSeenInTheOptionsOfACursor) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml(
        "$parameters: {field: at}\n"
        "option: {type: RequestOption, inject_into: request_parameter, field_name: \"since_{{ parameters['field'] "
        "}}\"}");
    const FieldValues fields(node, fixture.context);
    const StreamSlice slice =
        StreamSlice::make(testing::json(R"({"id": "a"})"), Json::object(), Json::object()).value();
    const auto sent = [&](WindowOptions one) {
        one.slice_field = "id";
        return make_window_options({one})->request_parts({&slice, nullptr, std::nullopt}).value().params.dump();
    };
    EXPECT_EQ(sent(WindowOptions::of_cursor(fields, "option").value()), R"({"since_at":"a"})");
    EXPECT_EQ(sent(WindowOptions::at(fields, "option").value()), R"({"since_":"a"})");
}

TEST(CursorFieldName, CatalogWhereAllowed) {
    struct Case {
        const char* name;
        const char* node;
        std::vector<std::string> catalog;
        const char* want;
    };
    const Case kCases[] = {
        {"own", "{cursor_field: \"{{ config['field'] }}\"}", {"other"}, "at"},
        {"catalog's", "{cursor_field: at, allow_catalog_defined_cursor_field: true}", {"other"}, "other"},
        {"catalog without one", "{cursor_field: at, allow_catalog_defined_cursor_field: true}", {}, "at"},
        {"catalog with an empty one", "{cursor_field: at, allow_catalog_defined_cursor_field: true}", {""}, "at"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture(testing::json(R"({"field": "at"})"));
        fixture.context.catalog_cursor_field = c.catalog;
        const Json node = testing::yaml(c.node);
        EXPECT_EQ(cursor_field_name(FieldValues(node, fixture.context)).value(), c.want) << c.name;
    }
    testing::ComponentFixture fixture;
    fixture.context.catalog_cursor_field = {"a", "b"};
    const Json node = testing::yaml("{cursor_field: at, allow_catalog_defined_cursor_field: true}");
    EXPECT_EQ(cursor_field_name(FieldValues(node, fixture.context)).error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
