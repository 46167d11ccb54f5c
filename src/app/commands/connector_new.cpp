#include "cli/command.h"
#include "connector/manifest_place.h"
#include "connector/scaffold.h"

#include <filesystem>

#include "levada/base/file.h"

namespace levada::app {

namespace {

OptionSpec option(const std::string& name, const std::string& value, const std::string& help, std::string otherwise) {
    return {.name = name, .value_name = value, .help = help, .choices = {}, .otherwise = std::move(otherwise)};
}

OptionSpec choice(const std::string& name, const std::string& help, std::vector<std::string> choices) {
    const std::string first = choices.front();
    return {.name = name, .value_name = "KIND", .help = help, .choices = std::move(choices), .otherwise = first};
}

/// As levada.yaml names it: relative to the project where it is inside.
std::string name_in_project(const std::filesystem::path& file, const Arguments& arguments) {
    const std::filesystem::path relative =
        std::filesystem::absolute(file).lexically_relative(std::filesystem::absolute(arguments.text("project")));
    return relative.empty() || *relative.begin() == ".." ? file.string() : relative.lexically_normal().string();
}

Result<ExitCode> run_connector_new(const Process& process, const Arguments& arguments) {
    const std::filesystem::path file = new_manifest(arguments.text("FILE"), arguments.text("project"));
    if (std::filesystem::exists(file)) {
        return Error(ErrorCode::invalid_config, "there is a file already: " + file.string())
            .hint("name another file, or remove that one");
    }
    const Scaffold scaffold{.name = arguments.has("stream") ? arguments.text("stream") : "items",
                            .url = arguments.text("url"),
                            .path = arguments.has("path") ? arguments.text("path") : "/items",
                            .records = arguments.text("records"),
                            .auth = arguments.text("auth"),
                            .paginator = arguments.text("paginator"),
                            .primary_key = arguments.text("primary-key"),
                            .cursor_field = arguments.text("cursor-field")};
    LEVADA_TRY(const std::string text, scaffold_manifest(scaffold));
    if (arguments.has("dry-run")) {
        print(process.out, text);
        return ExitCode::success;
    }
    if (file.has_parent_path()) {
        LEVADA_CHECK(make_folders(file.parent_path()));
    }
    LEVADA_CHECK(write_file_atomically(file, text));
    const std::string config = scaffold_config(scaffold);
    print(process.out,
          "Made " + file.string() + ".\n\nNext:\n  1. levada connector validate " + file.string() +
              "\n  2. levada connector test " + file.string() +
              (config.empty() ? "" : " --config config.json     # config.json: " + config) +
              "\n  3. name it in levada.yaml, below `pipelines:`\n       " + file.stem().string() + ": {connector: " +
              name_in_project(file, arguments) + (config.empty() ? "" : ", config: " + config) + "}\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_connector_new() {
    return {
        .path = {"connector", "new"},
        .summary = "Write a manifest to start from.",
        .operands = {{.name = "FILE",
                      .help = "The manifest to write; a name alone stands for connectors/NAME.yaml of the project.",
                      .is_required = true}},
        .options = {{.name = "url",
                     .value_name = "URL",
                     .help = "What all addresses of the API begin with.",
                     .choices = {},
                     .otherwise = "",
                     .is_required = true},
                    option("stream", "NAME", "Name of the stream.", "items"),
                    option("path", "PATH", "Where its records are.", "/items"),
                    option("records", "KEYS", "Keys to the list in a response: data.items. None: it is the list.", ""),
                    choice("auth", "How the API knows who asks.", {"none", "bearer", "api_key", "basic", "oauth"}),
                    choice("paginator", "How the API pages.", {"none", "page", "offset", "cursor"}),
                    option("primary-key", "FIELD", "The field that tells records apart.", ""),
                    option("cursor-field", "FIELD", "The time by which records are new.", ""),
                    option("dry-run", "", "Print it, write nothing.", "")},
        .details = "",
        .run = run_connector_new,
    };
}

}  // namespace levada::app
