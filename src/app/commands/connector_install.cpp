#include "cli/command.h"
#include "project/project.h"
#include "run/pipelines.h"
#include "run/program_connector.h"
#include "run/python_packages.h"
#include "run/watched_programs.h"

#include "levada/adapters/system_clock.h"
#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/observe/log_sinks.h"

namespace levada::app {

namespace {

/// What one connector needs, and what it is called.
struct Wanted {
    std::string name;
    ProgramChoice choice;
};

/// A manifest without Python classes needs nothing.
Result<bool> needs_packages(const Pipeline& pipeline) {
    if (pipeline.program.requirements.empty()) {
        return false;
    }
    if (pipeline.connector.empty()) {
        return true;
    }
    LEVADA_TRY(const std::string text, read_file(pipeline.connector));
    LEVADA_TRY(const auto manifest, manifest_for_python(text, pipeline.connector));
    return manifest != nullptr;
}

Result<std::vector<Wanted>> wanted_of_project(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    if (arguments.has("PIPELINE")) {
        LEVADA_CHECK(pipeline_of(project, arguments.text("PIPELINE")));
    }
    std::vector<Wanted> wanted;
    for (const Pipeline& pipeline : project.pipelines) {
        if (arguments.has("PIPELINE") && arguments.text("PIPELINE") != pipeline.name) {
            continue;
        }
        LEVADA_TRY(const bool is_needed, needs_packages(pipeline));
        if (is_needed) {
            wanted.push_back({pipeline.name, pipeline.program});
        } else {
            print(process.out, "pipeline " + pipeline.name + ": needs no Python packages\n");
        }
    }
    return wanted;
}

std::filesystem::path project_folder(const Arguments& arguments) {
    return std::filesystem::absolute(arguments.text("project")).lexically_normal();
}

Result<std::vector<Wanted>> wanted(const Process& process, const Arguments& arguments) {
    if (!arguments.has("manifest")) {
        return wanted_of_project(process, arguments);
    }
    LEVADA_TRY(const std::string text, read_file(arguments.text("manifest")));
    LEVADA_TRY(const auto manifest, manifest_for_python(text, arguments.text("manifest")));
    if (manifest == nullptr) {
        print(process.out, arguments.text("manifest") + ": needs no Python packages\n");
        return std::vector<Wanted>();
    }
    const ProgramPlaces places{
        project_folder(arguments), project_folder(arguments) / ".levada", program_environment(process.environment)};
    return std::vector<Wanted>{{arguments.text("manifest"), manifest_python(places)}};
}

Result<ExitCode> run_connector_install(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const std::vector<Wanted> all, wanted(process, arguments));
    const SystemClock clock;
    observe::LogOptions log_options;
    log_options.level_min = arguments.text("log-level") == "debug" ? LogLevel::debug : LogLevel::warning;
    observe::DescriptorOutput terminal(fileno(process.error));
    observe::LogWriter log(log_options, terminal, clock);
    WatchedPrograms programs(clock);
    PythonPackages packages(project_folder(arguments), programs, clock, log);
    if (!arguments.has("quiet")) {
        packages.set_progress([&](std::string_view text) { print(process.error, "  " + std::string(text) + "\n"); });
    }
    for (const Wanted& one : all) {
        const std::string what = join(one.choice.requirements, " ");
        if (arguments.has("dry-run")) {
            print(process.out, one.name + ": would install " + what + " into " + one.choice.venv.string() + "\n");
            continue;
        }
        if (PythonPackages::are_installed(one.choice) && !arguments.has("upgrade")) {
            print(process.out, one.name + ": " + what + " is installed\n");
            continue;
        }
        print(process.error, one.name + ": installing " + what + "\n");
        LEVADA_CHECK(
            packages.install(one.choice, arguments.has("upgrade") ? PackageVersions::newest : PackageVersions::locked)
                .with("connector", one.name));
        print(process.out,
              one.name + ": installed " + what + "; versions in " + packages.lock_file(one.choice).string() + "\n");
    }
    return ExitCode::success;
}

OptionSpec flag(const std::string& name, const std::string& help) {
    return {.name = name, .value_name = "", .help = help, .choices = {}, .otherwise = ""};
}

}  // namespace

CommandSpec command_connector_install() {
    return {
        .path = {"connector", "install"},
        .summary = "Install the Python packages that connectors of the project need.",
        .operands = {{.name = "PIPELINE", .help = "Only this pipeline's.", .is_required = false}},
        .options = {{.name = "manifest",
                     .value_name = "FILE",
                     .help = "For this manifest with Python classes, without a project.",
                     .choices = {},
                     .otherwise = ""},
                    flag("upgrade", "The newest versions that fit, not those of the lock."),
                    flag("quiet", "No progress."),
                    flag("dry-run", "Only say what would be installed.")},
        .details =
            "Makes virtual environments in .levada/venvs, and keeps every version in connectors/<name>.lock,\n"
            "from which the same is installed the next time and elsewhere.\n",
        .run = run_connector_install,
    };
}

}  // namespace levada::app
