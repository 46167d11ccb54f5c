#include "levada/airbyte/manifest.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(Manifest, LoadsResolvesAndPropagates) {
    const Result<Manifest> manifest = load_manifest(
        "definitions:\n"
        "  base:\n"
        "    type: HttpRequester\n"
        "    url_base: https://api.example.test\n"
        "streams:\n"
        "  - type: DeclarativeStream\n"
        "    $parameters: {name: items, path: /items}\n"
        "    retriever:\n"
        "      requester:\n"
        "        $ref: '#/definitions/base'\n",
        "m.yaml");
    ASSERT_TRUE(manifest.has_value()) << manifest.error().to_string();
    EXPECT_EQ(manifest->root.string_or("type", ""), "DeclarativeSource");
    const Json& stream = manifest->root.find("streams")->as_array().front();
    EXPECT_EQ(stream.string_or("name", ""), "items");
    const Json* requester = stream.find_path({"retriever", "requester"});
    ASSERT_NE(requester, nullptr);
    EXPECT_EQ(requester->string_or("path", ""), "/items");
    EXPECT_EQ(stream.find("retriever")->string_or("type", ""), "SimpleRetriever");
}

TEST(Manifest, TimesAreWhatPythonPrints) {
    const Result<Manifest> manifest = load_manifest("a: 2024-01-01T00:00:00Z\nb: '2024-01-01T00:00:00Z'\n", "m.yaml");
    ASSERT_TRUE(manifest.has_value()) << manifest.error().to_string();
    EXPECT_EQ(manifest->root.string_or("a", ""), "2024-01-01 00:00:00+00:00");
    EXPECT_EQ(manifest->root.string_or("b", ""), "2024-01-01T00:00:00Z");
}

TEST(Manifest, RefusesWhatIsNoMapping) {
    struct Case {
        const char* name;
        const char* text;
    };
    for (const Case& c : {Case{"list", "- a\n"}, Case{"text", "hello\n"}, Case{"broken YAML", "a: [1\n"}}) {
        const Result<Manifest> manifest = load_manifest(c.text, "m.yaml");
        ASSERT_FALSE(manifest.has_value()) << "case: " << c.name;
        EXPECT_EQ(manifest.error().code(), ErrorCode::invalid_config) << "case: " << c.name;
        EXPECT_TRUE(std::string(manifest.error().place()).starts_with("m.yaml:")) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
