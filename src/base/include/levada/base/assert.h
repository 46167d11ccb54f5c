#pragma once

namespace levada {

/// Prints the broken condition with its place and aborts. Kept in release: a broken invariant is our bug.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace levada

/// One condition that our own code guarantees. Never for bad input: that is a `Result`.
#define LEVADA_ASSERT(condition) \
    (static_cast<bool>(condition) ? static_cast<void>(0) : ::levada::assertion_failed(#condition, __FILE__, __LINE__))
