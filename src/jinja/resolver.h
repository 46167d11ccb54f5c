#pragma once

#include "ast.h"

namespace levada::jinja {

/// Gives every variable of the program its slot, binds filters and tests, and finds the undeclared variables.
/// Follows Jinja2's own scoping (idtracking and compiler): which variable a name means is decided here, once.
/// Errors: template_assertion_error (assignment to loop, a caller without default).
Outcome<void> resolve(Program& program);

}  // namespace levada::jinja
