#include "singer_catalog.h"

#include "scripted_runtime.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(SingerCatalog, AsAirbyteStreams) {
    // Goal: keys, cursors and modes from wherever a tap puts them.
    struct Case {
        const char* name;
        const char* entry;
        const char* want;
    };
    const Case cases[] = {
        {"nothing but a name",
         R"({"stream":"a"})",
         R"({"name":"a","json_schema":{},"supported_sync_modes":["full_refresh","incremental"],)"
         R"("default_sync_mode":"full_refresh"})"},
        {"metadata",
         R"({"tap_stream_id":"a","schema":{"type":"object"},"metadata":[{"breadcrumb":["properties","x"],"metadata":{}},
            {"breadcrumb":[],"metadata":{"table-key-properties":["id","n"],"valid-replication-keys":["at"]}}]})",
         R"({"name":"a","json_schema":{"type":"object"},"supported_sync_modes":["full_refresh","incremental"],)"
         R"("source_defined_cursor":true,"default_cursor_field":["at"],"source_defined_primary_key":[["id"],["n"]]})"},
        {"before metadata",
         R"({"tap_stream_id":"a","key_properties":["id"],"replication_key":"at"})",
         R"({"name":"a","json_schema":{},"supported_sync_modes":["full_refresh","incremental"],)"
         R"("source_defined_cursor":true,"default_cursor_field":["at"],"source_defined_primary_key":[["id"]]})"},
        {"forced to full",
         R"({"tap_stream_id":"a","metadata":[{"breadcrumb":[],"metadata":{"forced-replication-method":"FULL_TABLE",)"
         R"("valid-replication-keys":["at"]}}]})",
         R"({"name":"a","json_schema":{},"supported_sync_modes":["full_refresh"]})"},
    };
    for (const Case& c : cases) {
        const Json catalog = Json::object({{"streams", Json::array({*parse_json(c.entry)})}});
        const auto got = airbyte_catalog_of_singer(catalog);
        ASSERT_TRUE(got.has_value()) << c.name;
        EXPECT_EQ(got->find("streams")->as_array()[0].dump(), c.want) << c.name;
    }
    EXPECT_FALSE(airbyte_catalog_of_singer(*parse_json(R"({"streams":[{}]})")).has_value());
    EXPECT_FALSE(airbyte_catalog_of_singer(Json::object()).has_value());
}

TEST(SingerCatalog, SelectsExactlyTheConfiguredStreams) {
    // Goal: the stream, its fields and its method, in metadata and where older taps look.
    const Json catalog = *parse_json(R"({"streams":[
        {"tap_stream_id":"a","schema":{},"metadata":[{"breadcrumb":[],"metadata":{"valid-replication-keys":["at"]}},
         {"breadcrumb":["properties","x"],"metadata":{"inclusion":"available"}},
         {"breadcrumb":["properties","y"],"metadata":{"inclusion":"unsupported"}}]},
        {"tap_stream_id":"b"}]})");
    const Json selected = selected_singer_catalog(catalog, catalog_of({"a"}, "incremental"));
    EXPECT_EQ(
        selected.dump(),
        R"({"streams":[{"tap_stream_id":"a","schema":{"selected":true},"metadata":[{"breadcrumb":[],"metadata":)"
        R"({"valid-replication-keys":["at"],"selected":true,"replication-method":"INCREMENTAL","replication-key":"at"}},)"
        R"({"breadcrumb":["properties","x"],"metadata":{"inclusion":"available","selected":true}},)"
        R"({"breadcrumb":["properties","y"],"metadata":{"inclusion":"unsupported"}}],)"
        R"("replication_method":"INCREMENTAL","replication_key":"at"},)"
        R"({"tap_stream_id":"b","metadata":[{"breadcrumb":[],"metadata":{"selected":false}}]}]})");
}

TEST(SingerState, PartsAndWhole) {
    // Goal: a stream's part is a state by itself; the parts make the whole again.
    const Json value = *parse_json(R"({"bookmarks":{"a":{"at":1},"b":{"at":2}},"currently_syncing":"b","since":5})");
    EXPECT_EQ(singer_state_for(value, "a").dump(), R"({"bookmarks":{"a":{"at":1}},"since":5})");
    EXPECT_EQ(singer_state_for(value, "c").dump(), R"({"bookmarks":{},"since":5})");
    EXPECT_EQ(singer_state_for(Json(), "a").dump(), "{}");
    const auto message = [](const Json& state) {
        return Json::object({{"stream", Json::object({{"stream_state", state}})}});
    };
    EXPECT_EQ(
        merged_singer_state(Json::array({message(singer_state_for(value, "a")), message(singer_state_for(value, "b"))}))
            .dump(),
        R"({"bookmarks":{"a":{"at":1},"b":{"at":2}},"since":5})");
    EXPECT_TRUE(merged_singer_state(Json()).is_null());
    EXPECT_TRUE(merged_singer_state(Json::array()).is_null());
}

}  // namespace
}  // namespace levada::programs
