#include "cli/command.h"
#include "project/project.h"
#include "run/connector.h"

#include "levada/adapters/system_clock.h"
#include "levada/schedule/schedule.h"

namespace levada::app {

namespace {

/// Refuses every request: validation sends none.
class NoHttp final : public Http {
public:
    Result<HttpResponse> send(const HttpRequest& /*request*/, Deadline /*deadline*/) override {
        return Error(ErrorCode::unavailable, "validation sends no requests");
    }
    void recycle(HttpResponse&& /*response*/) override {}
};

/// Runs nothing: validation needs no program.
class NoPrograms final : public PythonRuntime {
public:
    Result<ProgramEnd> run(const ProgramCall& /*call*/, ProgramOutput& /*output*/, Deadline /*deadline*/) override {
        return Error(ErrorCode::unavailable, "validation runs no program");
    }
};

Status validate(const Pipeline& pipeline, const Project& project) {
    LEVADA_CHECK(schedule::Schedule::parse(pipeline.cron, pipeline.timezone));
    NoHttp http;
    SystemClock clock;
    NoPrograms programs;
    LoggedMessages messages(no_log());
    LEVADA_TRY(const auto source, open_connector(pipeline, {}, {http, clock, programs, messages}));
    const auto fits = source->validate_config();
    if (!fits) {
        return Error(ErrorCode::invalid_config, fits.error().message())
            .at((project.folder / "levada.yaml").string(), pipeline.line);
    }
    return ok();
}

Result<ExitCode> run_validate(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    for (const Pipeline& pipeline : project.pipelines) {
        LEVADA_CHECK(validate(pipeline, project).with("pipeline", pipeline.name));
        print(process.out, "pipeline " + pipeline.name + ": valid\n");
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_validate() {
    return {.path = {"validate"},
            .summary = "Check the project file and its manifests without a request.",
            .operands = {},
            .options = {},
            .details = "",
            .run = run_validate};
}

}  // namespace levada::app
