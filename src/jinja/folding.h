#pragma once

#include "ast.h"

namespace levada::jinja {

/// Computes once what does not depend on variables, exactly where Jinja2's compiler does: that shows in errors that
/// come early or not at all, in what is escaped, and in native types. For a program whose variables are resolved.
/// Source: Jinja2 3.1.6, optimizer, compiler.optimizeconst and visit_Output, nodes.as_const.
/// Errors: template_assertion_error (an unknown filter or test), type_error (a dict with an unhashable key),
/// syntax_error (a slice among other indices), value_error.
Outcome<void> fold(Program& program);

}  // namespace levada::jinja
