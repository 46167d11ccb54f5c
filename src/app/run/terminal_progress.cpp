#include "run/terminal_progress.h"

#include <sys/ioctl.h>

namespace levada::app {

observe::ProgressOptions progress_options(const Process& process, const Arguments& arguments) {
    observe::ProgressEnvironment environment;
    environment.is_terminal = process.is_error_terminal;
    environment.is_json = arguments.has("json");
    environment.is_quiet = arguments.has("quiet");
    environment.no_color = process.environment_or("NO_COLOR", "");
    environment.term = process.environment_or("TERM", "");
    winsize size{};
    if (process.is_error_terminal && ioctl(fileno(process.error), TIOCGWINSZ, &size) == 0) {
        environment.columns = size.ws_col;
        environment.rows = size.ws_row;
    }
    return observe::choose_progress(environment);
}

}  // namespace levada::app
