#include "cli/command.h"
#include "connector/component_page.h"

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

Json fields_of(const airbyte::ComponentInfo& component) {
    Json fields = Json::array();
    for (const airbyte::Field& field : component.fields) {
        Json described = Json::object({{"name", field.name}, {"is_required", Json(field.is_required)}});
        if (!field.description.empty()) {
            described.set("summary", Json(field.description));
        }
        fields.push_back(std::move(described));
    }
    return fields;
}

Json json_of(const airbyte::ComponentInfo& component) {
    return Json::object({{"type", component.type},
                         {"family", component.family},
                         {"summary", component.summary},
                         {"fields", fields_of(component)},
                         {"example", component.example}});
}

std::string line_of(const airbyte::ComponentInfo& component) {
    return std::string(component.type) + "\t" + std::string(component.family) + "\t" + std::string(component.summary) +
           "\n";
}

/// Errors: not_found, with the nearest type's name.
Result<const airbyte::ComponentInfo*> component_called(const std::string& type) {
    if (const airbyte::ComponentInfo* found = airbyte::find_component(type)) {
        return found;
    }
    std::vector<std::string> types;
    for (const airbyte::ComponentInfo& component : airbyte::all_components()) {
        types.emplace_back(component.type);
    }
    const std::optional<std::string> near = nearest(type, types);
    return Error(ErrorCode::not_found,
                 "there is no component type \"" + type + "\"" + (near ? "; did you mean " + *near + "?" : ""))
        .hint("levada list components");
}

std::string all_of_them(const Arguments& arguments) {
    if (!arguments.has("json") && arguments.text("format") == "markdown") {
        return components_page(airbyte::all_components());
    }
    std::string text;
    for (const airbyte::ComponentInfo& component : airbyte::all_components()) {
        text += arguments.has("json") ? json_of(component).dump() + "\n" : line_of(component);
    }
    return text;
}

Result<ExitCode> run_list(const Process& process, const Arguments& arguments) {
    if (arguments.text("WHAT") != "components") {
        return Error(ErrorCode::invalid_config, "wanted \"components\", found \"" + arguments.text("WHAT") + "\"")
            .hint("levada list components");
    }
    if (!arguments.has("TYPE")) {
        print(process.out, all_of_them(arguments));
        return ExitCode::success;
    }
    LEVADA_TRY(const airbyte::ComponentInfo* component, component_called(arguments.text("TYPE")));
    print(process.out, arguments.has("json") ? json_of(*component).dump() + "\n" : component_section(*component));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_list() {
    return {
        .path = {"list"},
        .summary = "List the component types of manifests that are there.",
        .operands = {{.name = "WHAT", .help = "components.", .is_required = true},
                     {.name = "TYPE", .help = "Only this type, with its fields and an example.", .is_required = false}},
        .options = {{.name = "format",
                     .value_name = "FORMAT",
                     .help = "A line for each, or the page docs/components.md.",
                     .choices = {"lines", "markdown"},
                     .otherwise = "lines"}},
        .details = "",
        .run = run_list,
    };
}

}  // namespace levada::app
