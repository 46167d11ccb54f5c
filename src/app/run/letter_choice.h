#pragma once

#include "cli/command.h"
#include "project/project.h"

#include <memory>
#include <string>
#include <vector>

#include "levada/adapters/local_queue_view.h"
#include "levada/adapters/sqlite_metadata.h"
#include "levada/adapters/system_clock.h"
#include "levada/delivery/dead_letters.h"

namespace levada::app {

/// The dead letters of a project, to be looked at and marked beside a process that works on it.
struct LetterDesk {
    SystemClock clock;
    std::unique_ptr<LocalQueueView> queue;
    std::unique_ptr<SqliteMetadata> metadata;
    std::unique_ptr<DeadLetters> letters;

    /// Errors: not_found (nothing ran yet), those of SqliteMetadata::open().
    static Result<std::unique_ptr<LetterDesk>> open(const Project& project);
};

/// The options by which commands choose letters: --pipeline, --stream, --code, --cause, --run, --status, --since, …
std::vector<OptionSpec> letter_options();
/// The filter that they (and the operand ID) make. Errors: invalid_config.
Result<LetterFilter> letter_filter_of(const Arguments& arguments);
/// The letters to do something to: an ID, a filter, or --all has to be given. Without --status the open ones, and those
/// whose replay was cut off. Errors: invalid_config (nothing was chosen), not_found (no such ID).
Result<std::vector<KeptLetter>> letters_to_handle(DeadLetters& letters, const Arguments& arguments);

/// "1 dead letter", "2 dead letters".
std::string letter_count(std::size_t count);

/// Who does it: --by, else the user of the environment.
std::string handler_name(const Process& process, const Arguments& arguments);

}  // namespace levada::app
