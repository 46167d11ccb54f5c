#include "child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "levada/base/text.h"

namespace levada {

namespace {

constexpr int kExecFailedExit = 127;  // As shells tell it.
constexpr unsigned kFirstOtherFile = 3;

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return Error(ErrorCode::unavailable, "no pipe for a child process: too many open files?");
    }
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

Result<std::string> find_program(const ChildStart& start) {
    const std::string& name = start.command_line.front();
    if (name.find('/') != std::string::npos) {
        return name;
    }
    const auto path = start.environment.find("PATH");
    const std::string folders = path == start.environment.end() ? "/usr/bin:/bin" : path->second;
    for (const std::string_view folder : split(folders, ':')) {
        const std::string candidate = std::string(folder) + "/" + name;
        if (!folder.empty() && ::access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
    }
    return Error(ErrorCode::not_found, "there is no program \"" + name + "\" in PATH");
}

/// Texts as the system calls want them.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// Everything that the child needs between fork and exec, where nothing may be allocated.
struct Launch {
    const char* program;
    char* const* arguments;
    char* const* environment;
    const char* folder;
    std::uint64_t memory_bytes;
    int input;
    int out;
    int err;
    int failure;
    pid_t parent;
};

/// Runs in the child, and calls what is async-signal-safe only. Returns when the program cannot be run.
void become(const Launch& launch) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != launch.parent) {
        ::_exit(kExecFailedExit);
    }
    sigset_t none{};
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
        ::signal(number, SIG_DFL);
    }
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (launch.memory_bytes > 0) {
        const rlimit memory{launch.memory_bytes, launch.memory_bytes};
        ::setrlimit(RLIMIT_DATA, &memory);
    }
    if (launch.folder != nullptr && ::chdir(launch.folder) != 0) {
        return;
    }
    if (::dup2(launch.input, STDIN_FILENO) < 0 || ::dup2(launch.out, STDOUT_FILENO) < 0 ||
        ::dup2(launch.err, STDERR_FILENO) < 0) {
        return;
    }
    ::syscall(SYS_close_range, kFirstOtherFile, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
    ::execve(launch.program, launch.arguments, launch.environment);
}

Error start_error(int error_number, const std::string& program) {
    return file_error(error_number, "run", program);
}

/// The errno with which the child could not become the program, or 0.
int failure_of(const FileDescriptor& failure) {
    int error_number = 0;
    ssize_t count = 0;
    do {
        count = ::read(failure.get(), &error_number, sizeof(error_number));
    } while (count < 0 && errno == EINTR);
    return count == static_cast<ssize_t>(sizeof(error_number)) ? error_number : 0;
}

void never_block(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

}  // namespace

Result<Child> Child::start(const ChildStart& start) {
    LEVADA_ASSERT(!start.command_line.empty());
    LEVADA_TRY(const std::string program, find_program(start));
    LEVADA_TRY(Pipe out, make_pipe());
    LEVADA_TRY(Pipe err, make_pipe());
    LEVADA_TRY(Pipe failure, make_pipe());
    const FileDescriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    std::vector<std::string> arguments = start.command_line;
    std::vector<std::string> environment;
    environment.reserve(start.environment.size());
    for (const auto& [name, value] : start.environment) {
        environment.emplace_back(name).append("=").append(value);
    }
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> environment_pointers = pointers_to(environment);
    const Launch launch{program.c_str(),
                        argument_pointers.data(),
                        environment_pointers.data(),
                        start.folder.empty() ? nullptr : start.folder.c_str(),
                        start.memory_bytes,
                        input.get(),
                        out.write.get(),
                        err.write.get(),
                        failure.write.get(),
                        ::getpid()};
    const pid_t process_id = ::fork();
    if (process_id == 0) {
        become(launch);
        const int error_number = errno;
        [[maybe_unused]] const ssize_t told = ::write(launch.failure, &error_number, sizeof(error_number));
        ::_exit(kExecFailedExit);
    }
    if (process_id < 0) {
        return Error(ErrorCode::unavailable, "no child process for " + program + ": too many processes?");
    }
    ::setpgid(process_id, process_id);  // By both, so that it holds whoever comes first.
    Child child;
    child.process_id_ = process_id;
    failure.write.close();
    if (const int error_number = failure_of(failure.read); error_number != 0) {
        return start_error(error_number, program);
    }
    child.out_ = std::move(out.read);
    child.err_ = std::move(err.read);
    child.end_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, process_id, 0)));
    if (!child.end_.is_open()) {
        return Error(ErrorCode::unavailable, "the kernel has no pidfd_open: Linux 5.3 or newer is needed");
    }
    never_block(child.out());
    never_block(child.err());
    return child;
}

Child::~Child() {
    if (process_id_ > 0) {
        reap();
    }
}

Child::Child(Child&& other) noexcept
    : process_id_(std::exchange(other.process_id_, -1)),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)),
      end_(std::move(other.end_)) {}

void Child::signal(int number) const {
    LEVADA_ASSERT(process_id_ > 0);
    ::kill(-process_id_, number);
}

ProgramEnd Child::reap() {
    // Before waiting: as long as the child is not reaped, its number names no other group.
    signal(SIGKILL);
    int status = 0;
    while (::waitpid(process_id_, &status, 0) < 0 && errno == EINTR) {
    }
    process_id_ = -1;
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
            .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

}  // namespace levada
