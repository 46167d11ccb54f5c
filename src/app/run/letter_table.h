#pragma once

#include "project/project.h"

#include "levada/ports/sql_engine.h"

namespace levada::app {

/// Makes the project's dead letters as they are now the table `levada.dead_letters`; an empty one when nothing ran yet.
/// Errors: those of LetterDesk::open(), DeadLetters::list(), SqlEngine::execute().
Status show_dead_letters(const Project& project, SqlEngine& engine);

}  // namespace levada::app
