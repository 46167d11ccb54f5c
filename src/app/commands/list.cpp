#include "cli/command.h"

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/json.h"

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

Result<ExitCode> run_list(const Process& process, const Arguments& arguments) {
    if (arguments.text("WHAT") != "components") {
        return Error(ErrorCode::invalid_config, "wanted \"components\", found \"" + arguments.text("WHAT") + "\"")
            .hint("levada list components");
    }
    for (const airbyte::ComponentInfo& component : airbyte::all_components()) {
        if (arguments.has("json")) {
            print(process.out,
                  Json::object({{"type", component.type},
                                {"family", component.family},
                                {"summary", component.summary},
                                {"fields", fields_of(component)}})
                          .dump() +
                      "\n");
        } else {
            print(process.out,
                  std::string(component.type) + "\t" + std::string(component.family) + "\t" +
                      std::string(component.summary) + "\n");
        }
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_list() {
    return {
        .path = {"list"},
        .summary = "List the component types of manifests that are there.",
        .operands = {{.name = "WHAT", .help = "components.", .is_required = true}},
        .options = {},
        .details = "",
        .run = run_list,
    };
}

}  // namespace levada::app
