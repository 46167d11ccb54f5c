#include "levada/airbyte/python_classes.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

constexpr const char* kManifest = R"(version: 6.0.0
definitions:
  unused: {type: CustomRetriever, class_name: components.Unused}
  base_requester:
    type: CustomRequester
    class_name: source_declarative_manifest.components.ShopRequester
streams:
  - type: DeclarativeStream
    name: items
    schema_loader:
      type: InlineSchemaLoader
      schema: {properties: {class_name: {type: string}}}
    retriever:
      type: SimpleRetriever
      requester: {$ref: "#/definitions/base_requester"}
      record_selector:
        type: RecordSelector
        extractor:
          class_name: components.ShopExtractor
)";

std::string refusal(const char* manifest_text, const std::string* components) {
    const auto manifest = load_manifest(manifest_text, "shop.yaml");
    EXPECT_TRUE(manifest.has_value());
    const auto done = require_python_classes(*manifest, components);
    return done ? "" : std::string(done.error().place()) + " " + done.error().message();
}

TEST(PythonClasses, AreFoundWhereTheyAreUsed) {
    // Goal: through references, with or without a type; not in definitions nobody names, nor in schemas.
    const auto manifest = load_manifest(kManifest, "shop.yaml");
    ASSERT_TRUE(manifest.has_value());
    const auto classes = python_classes(*manifest);
    ASSERT_EQ(classes.size(), 2U);
    EXPECT_EQ(classes[0].component_type, "CustomRequester");
    EXPECT_EQ(classes[0].name(), "ShopRequester");
    EXPECT_EQ(classes[0].module(), "source_declarative_manifest.components");
    EXPECT_EQ(classes[0].line, 6U);
    EXPECT_EQ(classes[1].name(), "ShopExtractor");
    EXPECT_EQ(classes[1].component_type, "CustomRecordExtractor");
}

TEST(PythonClasses, AreRequired) {
    // Goal: a class without its Python file, or that the file does not have, is refused with its place.
    const std::string both = "class ShopRequester(HttpRequester):\n    pass\n\nfrom other import ShopExtractor\n";
    const std::string misspelled = "class ShopRequestor:\n    pass\nclass ShopExtractor: pass\n";
    EXPECT_EQ(refusal(kManifest, &both), "");
    EXPECT_EQ(refusal(kManifest, nullptr),
              "shop.yaml:6 manifest: CustomRequester: there is no components.py beside the manifest with its class "
              "\"source_declarative_manifest.components.ShopRequester\"");
    EXPECT_EQ(refusal(kManifest, &misspelled),
              "shop.yaml:6 manifest: components.py has no class \"ShopRequester\"; did you mean \"ShopRequestor\"?");
    EXPECT_EQ(refusal("streams: []\n", nullptr), "");
    const std::string none;
    EXPECT_EQ(refusal("streams: [{retriever: {class_name: elsewhere.Retriever}}]\n", &none), "");
}

}  // namespace
}  // namespace levada::airbyte
