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

/// Where letters are looked for. All is borrowed.
struct LetterSearch {
    const Project& project;
    DeadLetters& letters;
    Metadata& metadata;
    const Clock& clock;
};

/// The dead letters of a project, to be looked at and marked beside a process that works on it.
struct LetterDesk {
    SystemClock clock;
    std::unique_ptr<LocalQueueView> queue;
    std::unique_ptr<SqliteMetadata> metadata;
    std::unique_ptr<DeadLetters> letters;

    /// Errors: not_found (nothing ran yet), those of SqliteMetadata::open().
    static Result<std::unique_ptr<LetterDesk>> open(const Project& project);
    LetterSearch search(const Project& project) const { return {project, *letters, *metadata, clock}; }
};

/// The options by which commands choose letters: --pipeline, --stream, --code, --cause, --run, --status, --since, …
std::vector<OptionSpec> letter_options();
/// The letters that these options (and the operand ID) choose. --run takes what run_of() takes.
/// Errors: invalid_config; where no letter fits, also when nobody knows a pipeline, stream or run (not_found) of that
/// name.
Result<std::vector<KeptLetter>> chosen_letters(const LetterSearch& search, const Arguments& arguments);
/// The letters to do something to: an ID, a filter, or --all has to be given. Without --status the open ones, and those
/// whose replay was cut off. Errors: those of chosen_letters(); invalid_config (nothing was chosen), not_found (no such
/// ID).
Result<std::vector<KeptLetter>> letters_to_handle(const LetterSearch& search, const Arguments& arguments);

/// "1 dead letter", "2 dead letters".
std::string letter_count(std::size_t count);

/// Who does it: --by, else the user of the environment.
std::string handler_name(const Process& process, const Arguments& arguments);

}  // namespace levada::app
