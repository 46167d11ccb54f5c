#include <gtest/gtest.h>

#include "levada/airbyte/manifest.h"
#include "levada/base/yaml.h"

namespace levada::airbyte {
namespace {

TEST(ManifestParameters, Propagate) {
    // Goal: parameters reach children, own values win, types are filled in, schemas are left alone.
    struct Case {
        const char* name;
        const char* component;
        std::initializer_list<std::string_view> path;
        const char* want;
    };
    const Case cases[] = {
        {"a parameter fills a missing field", "type: A\n$parameters: {p: 1}\n", {"p"}, "1"},
        {"an own value wins", "type: A\n$parameters: {p: 1}\np: 2\n", {"p"}, "2"},
        {"an empty own value does not", "type: A\n$parameters: {p: 1}\np: ''\n", {"p"}, "1"},
        {"children get it too", "type: A\n$parameters: {p: 1}\nc: {type: B}\n", {"c", "p"}, "1"},
        {"a child's parameter wins",
         "type: A\n$parameters: {p: 1}\nc: {type: B, $parameters: {p: 3}}\n",
         {"c", "p"},
         "3"},
        {"a parameter is held back from the field of its name",
         "type: A\n$parameters: {c: 1}\nc: {type: B}\n",
         {"c", "type"},
         "\"B\""},
        {"default type", "type: SimpleRetriever\nrequester: {path: /a}\n", {"requester", "type"}, "\"HttpRequester\""},
        {"custom type",
         "type: RecordSelector\nextractor: {class_name: x.Y}\n",
         {"extractor", "type"},
         "\"CustomRecordExtractor\""},
        {"untyped mappings with components inside",
         "type: A\n$parameters: {p: 1}\nm: {q: {type: B}}\n",
         {"m", "q", "p"},
         "1"},
    };
    for (const Case& c : cases) {
        const Json made = propagate_types_and_parameters(
            "", parse_yaml(c.component, "m.yaml").value(), Json::object(), ParameterPriority::component);
        const Json* found = made.find_path(c.path);
        ASSERT_NE(found, nullptr) << "case: " << c.name << ": " << made.dump();
        EXPECT_EQ(found->dump(), c.want) << "case: " << c.name;
    }
}

TEST(ManifestParameters, SchemasAreData) {
    const Json made =
        propagate_types_and_parameters("",
                                       parse_yaml("type: InlineSchemaLoader\n$parameters: {p: 1}\nschema: {type: "
                                                  "object, properties: {type: {type: string}}}\n",
                                                  "m.yaml")
                                           .value(),
                                       Json::object(),
                                       ParameterPriority::component);
    EXPECT_EQ(made.find("schema")->dump(), R"({"type":"object","properties":{"type":{"type":"string"}}})");
}

TEST(ManifestParameters, ParentPriority) {
    const Json parent = Json::object({{"p", 1}});
    const Json component = parse_yaml("type: A\n$parameters: {p: 2}\n", "m.yaml").value();
    EXPECT_EQ(propagate_types_and_parameters("", component, parent, ParameterPriority::parent).find("p")->dump(), "1");
    EXPECT_EQ(propagate_types_and_parameters("", component, parent, ParameterPriority::component).find("p")->dump(),
              "2");
}

}  // namespace
}  // namespace levada::airbyte
