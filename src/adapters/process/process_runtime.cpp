#include "levada/adapters/process_runtime.h"

#include "call_folder.h"
#include "child.h"
#include "line_splitter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace levada {

namespace {

constexpr std::size_t kReadSizeBytes = std::size_t{256} << 10;
constexpr std::size_t kLogLineBytesMax = std::size_t{16} << 10;
/// How often an idle call looks at its deadline and whether it shall stop.
constexpr int kPollMilliseconds = 100;
/// Pieces read after the end of a child: a pipe holds far less; a process that left the group could write for ever.
constexpr int kReadsAfterEndMax = 64;

/// One call while it runs.
class Running {
public:
    Running(const Clock& clock, const std::atomic<bool>& is_stopping, const ProgramCall& call, ProgramOutput& output)
        : clock_(clock),
          is_stopping_(is_stopping),
          limits_(call.limits),
          output_(output),
          out_lines_(call.limits.line_bytes_max, LongLine::refuse),
          log_lines_(kLogLineBytesMax, LongLine::cut),
          buffer_(kReadSizeBytes, '\0') {}

    Result<ProgramEnd> run(Child& child, Deadline deadline) {
        last_heard_ = clock_.monotonic();
        const Status heard = listen(child, deadline);
        if (!heard) {
            end_in_order(child);
            child.reap();
            return heard.error();
        }
        return child.reap();
    }

private:
    /// Until the child ends. Errors: those that end it.
    Status listen(const Child& child, Deadline deadline) {
        while (true) {
            std::array<pollfd, 3> waits{{{.fd = is_out_open_ ? child.out() : -1, .events = POLLIN, .revents = 0},
                                         {.fd = is_err_open_ ? child.err() : -1, .events = POLLIN, .revents = 0},
                                         {.fd = child.end(), .events = POLLIN, .revents = 0}}};
            const int ready = ::poll(waits.data(), waits.size(), kPollMilliseconds);
            LEVADA_CHECK(go_on(deadline));
            if (ready == 0) {
                LEVADA_CHECK(output_.idle());
            }
            // Looked at before reading, so that nothing written before the end is missed.
            const bool has_ended = (waits[2].revents & POLLIN) != 0;
            if (has_ended) {
                child.signal(SIGKILL);  // What it left running writes no more.
            }
            const int reads_max = has_ended ? kReadsAfterEndMax : 1;
            LEVADA_CHECK(read(child.out(), is_out_open_, out_lines_, out_taker(), reads_max));
            LEVADA_CHECK(read(child.err(), is_err_open_, log_lines_, log_taker(), reads_max));
            if (has_ended) {
                LEVADA_CHECK(out_lines_.end(out_taker()));
                return log_lines_.end(log_taker());
            }
        }
    }

    Status go_on(Deadline deadline) const {
        if (is_stopping_) {
            return Error(ErrorCode::cancelled, "the program was ended: we are told to stop");
        }
        const Monotonic now = clock_.monotonic();
        if (deadline.has_passed(now)) {
            return Error(ErrorCode::deadline_exceeded, "the program was ended: its time was up");
        }
        if (now - last_heard_ > limits_.silence_max) {
            return Error(ErrorCode::deadline_exceeded,
                         "the program was ended: it wrote nothing for " + std::to_string(limits_.silence_max.count()) +
                             " seconds");
        }
        return ok();
    }

    LineSplitter::Take out_taker() {
        return [this](std::string_view text) { return output_.line(text); };
    }
    LineSplitter::Take log_taker() {
        return [this](std::string_view text) { return output_.log_line(text); };
    }

    /// Reads what is there, at most `reads_max` pieces.
    Status read(int fd, bool& is_open, LineSplitter& lines, const LineSplitter::Take& take, int reads_max) {
        for (int reads = 0; is_open && reads < reads_max; ++reads) {
            const ssize_t count = ::read(fd, buffer_.data(), buffer_.size());
            if (count <= 0) {
                is_open = count < 0 && (errno == EAGAIN || errno == EINTR);
                return ok();
            }
            last_heard_ = clock_.monotonic();
            LEVADA_CHECK(lines.add(std::string_view(buffer_).substr(0, static_cast<std::size_t>(count)), take));
        }
        return ok();
    }

    /// Asks it to end, and waits a while for that. What it still says is not listened to.
    void end_in_order(const Child& child) {
        child.signal(SIGTERM);
        const Deadline grace = Deadline::after(clock_.monotonic(), limits_.stop_grace);
        while (!grace.has_passed(clock_.monotonic())) {
            std::array<pollfd, 3> waits{{{.fd = is_out_open_ ? child.out() : -1, .events = POLLIN, .revents = 0},
                                         {.fd = is_err_open_ ? child.err() : -1, .events = POLLIN, .revents = 0},
                                         {.fd = child.end(), .events = POLLIN, .revents = 0}}};
            ::poll(waits.data(), waits.size(), kPollMilliseconds);
            if ((waits[2].revents & POLLIN) != 0) {
                return;
            }
            drop(child.out(), is_out_open_);
            drop(child.err(), is_err_open_);
        }
    }

    void drop(int fd, bool& is_open) {
        const ssize_t count = is_open ? ::read(fd, buffer_.data(), buffer_.size()) : -1;
        is_open = is_open && (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)));
    }

    const Clock& clock_;
    const std::atomic<bool>& is_stopping_;
    const ProgramLimits& limits_;
    ProgramOutput& output_;
    LineSplitter out_lines_;
    LineSplitter log_lines_;
    std::string buffer_;
    bool is_out_open_ = true;
    bool is_err_open_ = true;
    Monotonic last_heard_;
};

}  // namespace

ProcessRuntime::ProcessRuntime(const Clock& clock,
                               const std::atomic<bool>& is_stopping,
                               std::filesystem::path temporary_folder)
    : clock_(clock), is_stopping_(is_stopping), temporary_folder_(std::move(temporary_folder)) {}

Result<ProgramEnd> ProcessRuntime::run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) {
    if (call.command.empty()) {
        return Error(ErrorCode::invalid_config, "there is no program to run: its command is empty");
    }
    LEVADA_TRY(const CallFolder folder, CallFolder::make(call.files, temporary_folder_));
    LEVADA_TRY(Child child,
               Child::start({.command_line = folder.command_line(call.command, call.files),
                             .environment = call.environment,
                             .folder = call.folder,
                             .memory_bytes = call.limits.memory_bytes}));
    return Running(clock_, is_stopping_, call, output).run(child, deadline);
}

}  // namespace levada
