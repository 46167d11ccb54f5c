#include "cli/command.h"
#include "project/project.h"
#include "project/templates.h"

#include <algorithm>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

Status write_template(const std::filesystem::path& folder, const std::string& name) {
    for (const TemplateFile& file : template_files()) {
        if (!file.path.starts_with(name + "/")) {
            continue;
        }
        const std::filesystem::path path = folder / file.path.substr(name.size() + 1);
        LEVADA_CHECK(make_folders(path.parent_path()));
        LEVADA_CHECK(write_file_atomically(path, file.text));
    }
    LEVADA_CHECK(make_folders(folder / ".levada"));
    return write_file_atomically(folder / ".levada" / "levada.schema.json", project_json_schema());
}

Result<ExitCode> run_init(const Process& process, const Arguments& arguments) {
    const std::filesystem::path folder = arguments.text("DIR");
    if (std::filesystem::exists(folder / "levada.yaml")) {
        return Error(ErrorCode::invalid_config, "there is a project already: " + (folder / "levada.yaml").string())
            .hint("name another folder, or edit that file");
    }
    const std::string& name = arguments.text("template");
    LEVADA_CHECK(write_template(folder, name));
    print(process.out,
          "Made " + folder.string() + " from the template " + name +
              ".\n\nNext:\n  1. put your API's address and keys into " + (folder / "levada.yaml").string() + " and " +
              (folder / "secrets.yaml").string() + "\n  2. levada check --project " + folder.string() +
              "\n  3. levada run --project " + folder.string() + "\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_init() {
    return {
        .path = {"init"},
        .summary = "Make a project folder from a template.",
        .operands = {{.name = "DIR", .help = "The folder to make.", .is_required = true}},
        .options = {{.name = "template",
                     .value_name = "NAME",
                     .help = "What to start from.",
                     .choices = template_names(),
                     .otherwise = "rest"}},
        .details = "",
        .run = run_init,
    };
}

}  // namespace levada::app
