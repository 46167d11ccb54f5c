#pragma once

#include <string>

#include "levada/ports/http.h"

namespace levada {

/// A request as a stream would send it, with the credential where one is given.
inline HttpRequest request_to(const std::string& url, const std::string& authorization = "") {
    HttpRequest request{.url = url};
    if (!authorization.empty()) {
        request.headers.add("Authorization", authorization);
    }
    return request;
}

}  // namespace levada
