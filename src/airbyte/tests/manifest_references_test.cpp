#include <gtest/gtest.h>

#include "levada/airbyte/manifest.h"
#include "levada/base/yaml.h"

namespace levada::airbyte {
namespace {

Json yaml(const char* text) {
    return parse_yaml(text, "m.yaml").value();
}

TEST(ManifestReferences, Resolve) {
    struct Case {
        const char* name;
        const char* manifest;
        const char* want;  // the value of "x", as JSON
    };
    constexpr Case kCases[] = {
        {"text reference", "a: {b: 1}\nx: '#/a/b'\n", "1"},
        {"keys beside the reference win", "a: {b: 1, c: 2}\nx: {$ref: '#/a', c: 3, d: 4}\n", R"({"b":1,"c":3,"d":4})"},
        {"reference to a reference", "a: '#/b'\nb: [1]\nx: '#/a'\n", "[1]"},
        {"slash inside a key", "a: {b/c: 5}\nx: '#/a/b/c'\n", "5"},
        {"whole rest as one key goes first", "a: {b: 1}\na/b: 2\nx: '#/a/b'\n", "2"},
        {"list index", "a: [7, 8]\nx: '#/a/1'\n", "8"},
        {"reference to no mapping replaces the node", "a: 9\nx: {$ref: '#/a', b: 1}\n", "9"},
        {"config overrides stay as they are",
         "a: 1\nx: {config_overrides: {k: '#/a'}}\n",
         R"({"config_overrides":{"k":"#/a"}})"},
    };
    for (const Case& c : kCases) {
        const Result<Json> resolved = resolve_references(yaml(c.manifest), "m.yaml");
        ASSERT_TRUE(resolved.has_value()) << "case: " << c.name << ": " << resolved.error().to_string();
        EXPECT_EQ(resolved->find("x")->dump(), c.want) << "case: " << c.name;
    }
}

TEST(ManifestReferences, Refuse) {
    struct Case {
        const char* name;
        const char* manifest;
        const char* message;
        const char* place;
    };
    constexpr Case kCases[] = {
        {"circular", "a: {$ref: '#/b'}\nb: {$ref: '#/a'}\n", "circular reference", "m.yaml:1"},
        {"to itself", "a: {k: '#/a'}\n", "circular reference", "m.yaml:1"},
        {"undefined", "a: 1\nx: '#/nope'\n", "undefined \"#/nope\"", "m.yaml:2"},
        {"index behind the end", "a: [1]\nx: '#/a/1'\n", "undefined", "m.yaml:2"},
    };
    for (const Case& c : kCases) {
        const Result<Json> resolved = resolve_references(yaml(c.manifest), "m.yaml");
        ASSERT_FALSE(resolved.has_value()) << "case: " << c.name;
        EXPECT_NE(resolved.error().message().find(c.message), std::string::npos)
            << "case: " << c.name << ": " << resolved.error().message();
        EXPECT_EQ(resolved.error().place(), c.place) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
