#include "cli/command.h"
#include "project/project.h"
#include "run/announced_waits.h"
#include "run/connector.h"
#include "run/pipelines.h"
#include "run/watched_programs.h"

#include "levada/adapters/system_clock.h"
#include "levada/base/secret.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

std::string without_secrets(std::string text, const Project& project) {
    for (const std::string& secret : project.secrets) {
        text = replace_all(std::move(text), secret, Secret::redacted());
    }
    return text;
}

/// `announce` is told of each wait between two tries.
Result<airbyte::ConnectionStatus> check(const Pipeline& pipeline, AnnouncingClock::Announce announce) {
    SystemClock system_clock;
    CurlHttp curl(http_options_of(pipeline), system_clock);
    LastFailureHttp http(curl);
    AnnouncingClock clock(system_clock, http, std::move(announce));
    WatchedPrograms programs(system_clock);
    LoggedMessages messages(no_log());
    LEVADA_TRY(const auto source, open_connector(pipeline, {}, {http, clock, programs, messages}));
    const auto fits = source->validate_config();
    if (!fits) {
        return airbyte::ConnectionStatus{false, fits.error().message()};
    }
    return source->check();
}

Result<ExitCode> run_check(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    bool has_succeeded = true;
    for (const Pipeline& pipeline : project.pipelines) {
        if (arguments.has("PIPELINE") && arguments.text("PIPELINE") != pipeline.name) {
            LEVADA_CHECK(pipeline_of(project, arguments.text("PIPELINE")));
            continue;
        }
        const auto announce = [&](const std::string& line) {
            print(process.error, "pipeline " + pipeline.name + ": " + without_secrets(line, project) + "\n");
        };
        LEVADA_TRY(const airbyte::ConnectionStatus status, check(pipeline, announce).with("pipeline", pipeline.name));
        has_succeeded = has_succeeded && status.has_succeeded;
        if (arguments.has("json")) {
            print(process.out,
                  Json::object({{"pipeline", pipeline.name},
                                {"status", status.has_succeeded ? "SUCCEEDED" : "FAILED"},
                                {"message", without_secrets(status.message, project)}})
                          .dump() +
                      "\n");
        } else {
            print(process.out,
                  "pipeline " + pipeline.name +
                      (status.has_succeeded ? ": connected\n"
                                            : ": failed: " + without_secrets(status.message, project) + "\n"));
        }
    }
    return has_succeeded ? ExitCode::success : ExitCode::handled_failure;
}

}  // namespace

CommandSpec command_check() {
    return {
        .path = {"check"},
        .summary = "Try the connections and credentials of the pipelines.",
        .operands = {{.name = "PIPELINE", .help = "Only this pipeline.", .is_required = false}},
        .options = {},
        .details =
            "Reads the first record of the streams that the manifest's `check` names. Ends with 1 when one fails.\n",
        .run = run_check,
    };
}

}  // namespace levada::app
