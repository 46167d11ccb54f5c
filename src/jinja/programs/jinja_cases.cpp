// Runs conformance cases without the app: levada_jinja_cases jinja --env ENV --cases FILE
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "levada/base/file.h"
#include "levada/jinja/case_runner.h"

namespace {

std::string_view option(int argc, char** argv, std::string_view name) {
    for (int i = 1; i + 1 < argc; ++i) {
        if (argv[i] == name) {
            return argv[i + 1];
        }
    }
    return {};
}

std::optional<std::string> environment_variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());  // The one place of this program that may look.
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

int main(int argc, char** argv) {
    const auto text = levada::read_file(std::string(option(argc, argv, "--cases")));
    if (!text) {
        std::fprintf(stderr, "%s\n", text.error().to_string().c_str());
        return 1;
    }
    levada::jinja::CaseRun run;
    run.environment = option(argc, argv, "--env");
    run.cases = *text;
    run.environment_variable = environment_variable;
    run.now_epoch_seconds = std::time(nullptr);
    const auto lines = levada::jinja::run_cases(run);
    if (!lines) {
        std::fprintf(stderr, "%s\n", lines.error().to_string().c_str());
        return 1;
    }
    std::fwrite(lines->data(), 1, lines->size(), stdout);
    return 0;
}
