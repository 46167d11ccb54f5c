#include "cli/command.h"
#include "connector/manifest_findings.h"
#include "connector/manifest_place.h"

#include <algorithm>

#include "levada/base/json.h"

namespace levada::app {

namespace {

std::string line_of(const airbyte::ManifestFinding& finding) {
    const bool is_error = finding.kind == airbyte::FindingKind::error;
    std::string place(finding.error.place());
    return (place.empty() ? "" : place + ": ") + (is_error ? "error: " : "warning: ") + finding.error.message() + "\n";
}

std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

Json json_of(const airbyte::ManifestFinding& finding) {
    return Json::object({{"kind", finding.kind == airbyte::FindingKind::error ? "error" : "warning"},
                         {"place", Json(finding.error.place())},
                         {"message", Json(finding.error.message())}});
}

Result<ExitCode> run_connector_validate(const Process& process, const Arguments& arguments) {
    const std::string& given = arguments.text("MANIFEST");
    LEVADA_TRY(const std::filesystem::path place, given_manifest(given, arguments.text("project")));
    const std::string file = place.empty() ? given : place.string();
    LEVADA_TRY(const auto findings, manifest_findings(file));
    const auto errors = static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [](const auto& one) { return one.kind == airbyte::FindingKind::error; }));
    const std::size_t warnings = findings.size() - errors;
    const bool is_valid = errors == 0 && (warnings == 0 || !arguments.has("strict"));
    if (arguments.has("json")) {
        Json list = Json::array();
        for (const airbyte::ManifestFinding& finding : findings) {
            list.push_back(json_of(finding));
        }
        print(process.out,
              Json::object({{"file", Json(file)}, {"is_valid", Json(is_valid)}, {"findings", std::move(list)}}).dump() +
                  "\n");
    } else {
        for (const airbyte::ManifestFinding& finding : findings) {
            print(process.out, line_of(finding));
        }
        print(process.out,
              file + ": " + (is_valid ? "valid" : "not valid") + ", " + counted(errors, "error") + ", " +
                  counted(warnings, "warning") + "\n");
    }
    return is_valid ? ExitCode::success : ExitCode::configuration;
}

}  // namespace

CommandSpec command_connector_validate() {
    return {
        .path = {"connector", "validate"},
        .summary = "Check a manifest without a request: every mistake with its line.",
        .operands = {{.name = "MANIFEST",
                      .help = "The manifest's file, or NAME for connectors/NAME.yaml of the project.",
                      .is_required = true}},
        .options = {{.name = "strict",
                     .value_name = "",
                     .help = "Warnings, which are keys without effect, count as errors.",
                     .choices = {},
                     .otherwise = ""}},
        .details = "Ends with 5 when the manifest is not valid.\n",
        .run = run_connector_validate,
    };
}

}  // namespace levada::app
