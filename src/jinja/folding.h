#pragma once

#include "ast.h"

namespace levada::jinja {

/// True when Jinja2's compiler would compute the expression itself: no variables, calls, or filters that need the
/// context or that mark a type. Source: Jinja2 3.1.6, nodes.Expr.as_const and nativetypes.
bool is_foldable(const Expr& expression);

}  // namespace levada::jinja
