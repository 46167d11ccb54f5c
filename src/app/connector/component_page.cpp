#include "connector/component_page.h"

#include <map>
#include <span>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

using airbyte::ComponentInfo;
using airbyte::Field;
using airbyte::JsonTypes;

constexpr std::string_view kPartFamily = "part";

constexpr std::string_view kHead =
    "# Components of manifests\n"
    "\n"
    "What a low-code manifest may be made of. This page is what `levada list components --format markdown` prints;\n"
    "`levada list components TYPE` prints one of them. Every component also takes `$parameters`. A key that is not "
    "here\n"
    "has no effect, as with airbyte-cdk, and `levada connector validate --strict` refuses it.\n";

std::string capitalised(std::string_view text) {
    std::string out(text);
    if (!out.empty() && is_ascii_lower(out.front())) {
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    }
    return out;
}

std::string code(std::string_view text) {
    return "`" + std::string(text) + "`";
}

std::string codes(std::span<const std::string_view> texts) {
    std::vector<std::string> all;
    for (const std::string_view text : texts) {
        all.push_back(code(text));
    }
    return join(all, ", ");
}

std::string values_text(const Field& field) {
    if (!field.choices.empty()) {
        return codes(field.choices);
    }
    const bool may_be_list = has_type(field.types, JsonTypes::list);
    if (!field.components.empty()) {
        return (may_be_list ? "list of " : "") + codes(field.components);
    }
    std::string text = to_string(field.types);
    if (field.item_types != JsonTypes::any && field.types != JsonTypes::any) {
        text += " of " + to_string(field.item_types);
    }
    return text;
}

std::string limit_text(double least) {
    const bool is_whole = least == static_cast<double>(static_cast<std::int64_t>(least));
    return is_whole ? std::to_string(static_cast<std::int64_t>(least)) : std::to_string(least);
}

/// A row of Markdown's table is one line, and `|` ends a cell.
std::string cell(std::string_view text) {
    return replace_all(replace_all(std::string(text), "\n", " "), "|", "\\|");
}

std::string field_row(const Field& field) {
    std::string values = values_text(field);
    if (field.least) {
        values += ", at least " + limit_text(*field.least);
    }
    if (!field.unit_name.empty()) {
        values += ", in " + std::string(field.unit_name);
    }
    std::vector<std::string> notes;
    if (!field.description.empty()) {
        notes.emplace_back(field.description);
    }
    if (field.is_ignored) {
        notes.emplace_back("Has no effect.");
    }
    if (field.is_refused) {
        notes.emplace_back("Refused: it is not there yet.");
    }
    return "| " + code(field.name) + (field.is_required ? " (required)" : "") + " | " + cell(values) + " | " +
           cell(join(notes, " ")) + " |\n";
}

}  // namespace

std::string component_section(const ComponentInfo& component) {
    std::string text = "### " + std::string(component.type) + "\n\n" + std::string(component.summary) + "\n";
    if (!component.fields.empty()) {
        text += "\n| field | value | |\n|---|---|---|\n";
        for (const Field& field : component.fields) {
            text += field_row(field);
        }
    }
    if (!component.example.empty()) {
        text +=
            "\n```yaml\n" + std::string(component.example) + (component.example.ends_with('\n') ? "" : "\n") + "```\n";
    }
    return text;
}

std::string components_page(const std::vector<ComponentInfo>& components) {
    std::map<std::string_view, std::vector<const ComponentInfo*>> families;
    for (const ComponentInfo& component : components) {
        families[component.family].push_back(&component);
    }
    std::vector<std::string_view> order;
    for (const auto& [family, members] : families) {
        if (family != kPartFamily) {
            order.push_back(family);
        }
    }
    if (families.contains(kPartFamily)) {
        order.push_back(kPartFamily);
    }
    std::string text(kHead);
    for (const std::string_view family : order) {
        text += "\n## " + capitalised(family) + "\n";
        for (const ComponentInfo* component : families.at(family)) {
            text += "\n" + component_section(*component);
        }
    }
    return text;
}

}  // namespace levada::app
