#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

/// The properties that discover gives, or "error".
std::string properties(const std::string& identifier, const std::string& fields) {
    SourceFixture f(testing::Answers{{"/fields", fields}});
    std::string manifest = manifest_of();
    const std::string inline_loader = "{type: InlineSchemaLoader, schema: {type: object, properties: {}}}";
    manifest.replace(
        manifest.find(inline_loader),
        inline_loader.size(),
        "\n      type: DynamicSchemaLoader\n"
        "      retriever:\n        type: SimpleRetriever\n"
        "        requester: {type: HttpRequester, url_base: https://api.example.test, path: /fields}\n"
        "        record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n"
        "      schema_type_identifier: {type: SchemaTypeIdentifier, schema_pointer: [fields], key_pointer: [name], " +
            identifier + "}");
    const auto source = f.open(manifest);
    if (!source.has_value()) {
        return "open: " + source.error().to_string();
    }
    const Result<Json> catalog = (*source)->discover();
    return catalog.has_value()
               ? catalog->find("streams")->as_array()[0].find_path({"json_schema", "properties"})->dump()
               : "error";
}

TEST(DynamicSchemaLoader, Types) {
    EXPECT_EQ(
        properties("type_pointer: [t]",
                   R"({"fields":[{"name":"a","t":"integer"},{"name":"b","t":"date"},{"name":"c"}]})"),
        R"({"a":{"type":["null","integer"]},"b":{"type":["null","string"],"format":"date"},"c":{"type":["null","string"]}})");
    EXPECT_EQ(
        properties("type_pointer: [t], types_mapping: [{type: TypesMap, current_type: money, target_type: number}]",
                   R"({"fields":[{"name":"a","t":"money"}]})"),
        R"({"a":{"type":["null","number"]}})");
    EXPECT_EQ(
        properties(
            "type_pointer: [t], types_mapping: [{type: TypesMap, current_type: x, target_type: [string, integer]}]",
            R"({"fields":[{"name":"a","t":"x"}]})"),
        R"({"a":{"oneOf":[{"type":["null","string"]},{"type":["null","integer"]}]}})");
    EXPECT_EQ(properties("type_pointer: [t], types_mapping: [{type: TypesMap, current_type: l, target_type: "
                         "{field_type: array, items: integer}}]",
                         R"({"fields":[{"name":"a","t":"l"}]})"),
              R"({"a":{"type":["null","array"],"items":{"type":["null","integer"]}}})");
    EXPECT_EQ(properties("type_pointer: [t]", R"({"fields":[{"name":"a","t":"nonsense"}]})"), "error");
    EXPECT_EQ(properties("type_pointer: [t]", R"({"fields":[{"name":5}]})"), "error");
}

}  // namespace
}  // namespace levada::airbyte
