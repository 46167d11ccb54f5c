#pragma once

#include "levada/delivery/dead_letters.h"
#include "levada/ports/handler.h"

namespace levada {

/// The dead letters over HTTP, to be looked at. Thread-safe.
class DeadLetterApi {
public:
    /// Borrows `letters`.
    explicit DeadLetterApi(DeadLetters& letters) : letters_(letters) {}

    /// GET /v1/dlq?pipeline=&stream=&status=&code=&cause=&run=&group=cause&limit=: the letters, or with group=cause
    /// their causes, the most numerous first. limit 1 to 10000, 1000 without.
    Response list(const Request& request) const;
    /// GET /v1/dlq/{id}: one letter with its body. 404 when there is none, or several, whose id begins so.
    Response one(const Request& request) const;

private:
    DeadLetters& letters_;
};

}  // namespace levada
