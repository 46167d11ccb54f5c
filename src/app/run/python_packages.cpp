#include "run/python_packages.h"

#include <system_error>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada::app {

namespace {

constexpr std::chrono::hours kInstallTimeMax{1};
constexpr std::size_t kLastLinesMax = 5;
constexpr const char* kStampName = "levada.installed";
constexpr const char* kLockHead = "# levada connector install: ";

/// Keeps what a program prints and logs what it complains of.
class Gathered final : public ProgramOutput {
public:
    explicit Gathered(LogSink& log) : log_(log) {}

    Status line(std::string_view text) override {
        lines.emplace_back(text);
        log_.write(LogLevel::debug, text, {});
        return ok();
    }
    Status log_line(std::string_view text) override {
        last.emplace_back(text);
        if (last.size() > kLastLinesMax) {
            last.erase(last.begin());
        }
        log_.write(LogLevel::debug, text, {});
        return ok();
    }
    Status idle() override { return ok(); }

    std::vector<std::string> lines{};
    std::vector<std::string> last{};

private:
    LogSink& log_;
};

std::string wanted_text(const ProgramChoice& choice) {
    return join(choice.requirements, " ");
}

}  // namespace

bool PythonPackages::are_installed(const ProgramChoice& choice) {
    if (choice.requirements.empty()) {
        return true;
    }
    const auto stamp = read_file(choice.venv / kStampName);
    return stamp && *stamp == wanted_text(choice);
}

Status PythonPackages::require_installed(const ProgramChoice& choice, const std::string& pipeline) {
    if (are_installed(choice)) {
        return ok();
    }
    return Error(ErrorCode::invalid_config,
                 "the connector needs Python packages that are not installed: " + wanted_text(choice))
        .hint("levada connector install" + (pipeline.empty() ? "" : " " + pipeline));
}

std::filesystem::path PythonPackages::lock_file(const ProgramChoice& choice) const {
    return folder_ / "connectors" / (choice.venv.filename().string() + ".lock");
}

/// A lock counts for the requirements it was made from.
bool PythonPackages::has_lock(const ProgramChoice& choice) const {
    const auto text = read_file(lock_file(choice));
    return text && text->starts_with(kLockHead + wanted_text(choice) + "\n");
}

Result<std::vector<std::string>> PythonPackages::run(const ProgramChoice& choice,
                                                     const std::vector<std::string>& command) {
    ProgramCall call;
    call.command = command;
    call.environment = choice.environment;
    call.folder = folder_;
    call.limits.memory_bytes = 0;
    Gathered said(log_);
    const auto end = runtime_.run(call, said, Deadline::after(clock_.monotonic(), kInstallTimeMax));
    if (!end) {
        return end.error();
    }
    if (!end->has_succeeded()) {
        return Error(ErrorCode::unavailable,
                     "`" + join(command, " ") + "` ended with " + std::to_string(end->exit_code) + ": " +
                         (said.last.empty() ? "it gave no reason" : join(said.last, " / ")))
            .hint("--log-level debug shows all of it");
    }
    return said.lines;
}

Status PythonPackages::install(const ProgramChoice& choice, PackageVersions versions) {
    if (choice.requirements.empty()) {
        return ok();
    }
    std::error_code failed;
    std::filesystem::remove_all(choice.venv, failed);
    LEVADA_CHECK(make_folders(choice.venv.parent_path()));
    LEVADA_CHECK(run(choice, {choice.python, "-m", "venv", choice.venv.string()}));
    const std::string python = (choice.venv / "bin" / "python").string();
    std::vector<std::string> pip = {
        python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"};
    if (versions == PackageVersions::locked && has_lock(choice)) {
        pip.insert(pip.end(), {"--requirement", lock_file(choice).string()});
    } else {
        pip.insert(pip.end(), choice.requirements.begin(), choice.requirements.end());
    }
    LEVADA_CHECK(run(choice, pip));
    LEVADA_TRY(const std::vector<std::string> packages,
               run(choice, {python, "-m", "pip", "freeze", "--disable-pip-version-check"}));
    LEVADA_CHECK(make_folders(lock_file(choice).parent_path()));
    LEVADA_CHECK(
        write_file_atomically(lock_file(choice), kLockHead + wanted_text(choice) + "\n" + join(packages, "\n") + "\n"));
    return write_file_atomically(choice.venv / kStampName, wanted_text(choice));
}

}  // namespace levada::app
