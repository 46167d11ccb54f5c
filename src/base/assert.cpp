#include "levada/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace levada {

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "levada: broken invariant: %s at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace levada
