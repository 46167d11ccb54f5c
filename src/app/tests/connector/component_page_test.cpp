#include "connector/component_page.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/source_folder.h"

namespace levada::app {
namespace {

airbyte::ComponentInfo shop_component(std::string_view type, std::string_view family) {
    return {.family = family, .type = type, .summary = "Sells.", .fields = {}, .example = ""};
}

TEST(ComponentPage, TellsFieldsWithTheirValues) {
    airbyte::ComponentInfo component = shop_component("Shop", "retriever");
    component.example = "type: Shop\n";
    component.fields = {
        airbyte::integer_field("size").required().at_least(1).unit("records").doc("How many a | b."),
        airbyte::Field("name", airbyte::JsonTypes::text | airbyte::JsonTypes::null),
        airbyte::text_field("kind").one_of({"open", "closed"}),
        airbyte::components_field("parts").of({"Door", "Window"}),
        airbyte::list_field("names").items(airbyte::JsonTypes::text),
        airbyte::any_field("odd").ignored(),
        airbyte::number_field("share").at_least(0.5).refused(),
    };
    EXPECT_EQ(component_section(component),
              "### Shop\n\nSells.\n\n| field | value | |\n|---|---|---|\n"
              "| `size` (required) | integer, at least 1, in records | How many a \\| b. |\n"
              "| `name` | text or null |  |\n"
              "| `kind` | `open`, `closed` |  |\n"
              "| `parts` | list of `Door`, `Window` |  |\n"
              "| `names` | list of text |  |\n"
              "| `odd` | anything | Has no effect. |\n"
              "| `share` | number, at least 0.500000 | Refused: it is not there yet. |\n"
              "\n```yaml\ntype: Shop\n```\n");
}

TEST(ComponentPage, IsInFamiliesWithPartsAtTheEnd) {
    const std::string page = components_page(
        {shop_component("Door", "part"), shop_component("Shop", "retriever"), shop_component("Key", "authenticator")});
    const auto of = [&](std::string_view text) { return page.find(text); };
    EXPECT_LT(of("## Authenticator\n\n### Key"), of("## Retriever\n\n### Shop"));
    EXPECT_LT(of("## Retriever\n\n### Shop"), of("## Part\n\n### Door"));
    EXPECT_NE(of("## Part\n\n### Door"), std::string::npos);
}

TEST(ComponentPage, IsTheOneInDocs) {
    const auto kept = read_file(testing::source_folder() / "docs" / "components.md");
    ASSERT_TRUE(kept) << kept.error().to_string();
    EXPECT_TRUE(*kept == components_page(airbyte::all_components()))
        << "docs/components.md is not what the specs say: levada list components --format markdown > "
           "docs/components.md";
}

}  // namespace
}  // namespace levada::app
