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
/// Behind the name of a virtual environment that is being replaced.
constexpr const char* kBefore = ".before";

/// Keeps what a program prints and logs what it complains of.
class Gathered final : public ProgramOutput {
public:
    Gathered(LogSink& log, const PythonPackages::Progress& progress) : log_(log), progress_(progress) {}

    Status line(std::string_view text) override {
        lines.emplace_back(text);
        if (progress_ && (text.starts_with("Collecting ") || text.starts_with("Installing "))) {
            progress_(text.substr(0, kProgressBytesMax));
        }
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
    static constexpr std::size_t kProgressBytesMax = 100;
    LogSink& log_;
    const PythonPackages::Progress& progress_;
};

std::string wanted_text(const ProgramChoice& choice) {
    return join(choice.requirements, " ");
}

/// What a finished installation says of itself: what is in it, and where it was made.
std::string stamp_of(const ProgramChoice& choice) {
    std::error_code failed;
    return wanted_text(choice) + "\n" + std::filesystem::weakly_canonical(choice.venv, failed).string() + "\n";
}

bool has_stamp(const std::filesystem::path& venv, const ProgramChoice& choice) {
    const auto stamp = read_file(venv / kStampName);
    return stamp && *stamp == stamp_of(choice);
}

/// The virtual environment that was there, out of the way of the new one until that is whole. A process that was killed
/// in between has left it behind.
class SetAside {
public:
    explicit SetAside(const ProgramChoice& choice) : venv_(choice.venv), before_(choice.venv.string() + kBefore) {
        std::error_code failed;
        if (has_stamp(venv_, choice)) {
            std::filesystem::remove_all(before_, failed);
            std::filesystem::rename(venv_, before_, failed);
        }
        std::filesystem::remove_all(venv_, failed);
    }
    /// Puts it back, or away.
    void end(bool has_new) const {
        std::error_code failed;
        if (has_new) {
            std::filesystem::remove_all(before_, failed);
        } else {
            std::filesystem::remove_all(venv_, failed);
            std::filesystem::rename(before_, venv_, failed);
        }
    }

private:
    std::filesystem::path venv_;
    std::filesystem::path before_;
};

}  // namespace

bool PythonPackages::are_installed(const ProgramChoice& choice) {
    if (choice.requirements.empty()) {
        return true;
    }
    return has_stamp(choice.venv, choice);
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
    Gathered said(log_, progress_);
    const auto end = runtime_.run(call, said, Deadline::after(clock_.monotonic(), kInstallTimeMax));
    if (!end) {
        return end.error();
    }
    if (!end->has_succeeded()) {
        return Error(ErrorCode::unavailable,
                     "`" + join(command, " ") + "` ended with " + std::to_string(end->exit_code) + ": " +
                         (said.last.empty() ? "it gave no reason" : join(said.last, " / ")))
            .hint("check name and version, and that pip reaches its index; --log-level debug shows all that it said");
    }
    return said.lines;
}

Status PythonPackages::install(const ProgramChoice& choice, PackageVersions versions) {
    if (choice.requirements.empty()) {
        return ok();
    }
    const SetAside before(choice);
    Status done = make(choice, versions);
    before.end(done.has_value());
    return done;
}

Status PythonPackages::make(const ProgramChoice& choice, PackageVersions versions) {
    LEVADA_CHECK(make_folders(choice.venv.parent_path()));
    LEVADA_CHECK(run(choice, {choice.python, "-m", "venv", choice.venv.string()}));
    const std::string python = (choice.venv / "bin" / "python").string();
    std::vector<std::string> pip = {python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"};
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
    return write_file_atomically(choice.venv / kStampName, stamp_of(choice));
}

}  // namespace levada::app
