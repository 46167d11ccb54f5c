#pragma once

#include "component_fixture.h"

#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/error_handler.h"

namespace levada::airbyte::testing {

/// A response as an error handler gets it.
inline Response answered(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpResponse http;
    http.status = status;
    http.body = std::move(body);
    http.url = "https://user:pw@a.test/items?key=secret";
    for (auto& [name, value] : headers) {
        http.headers.add(std::move(name), std::move(value));
    }
    return Response(std::move(http));
}

/// The wait that the strategy described by `node` asks for.
inline Result<std::optional<double>> wait_of(ComponentFixture& fixture,
                                             std::string_view node,
                                             Response& response,
                                             std::int64_t count = 1) {
    const std::shared_ptr<BackoffStrategy> strategy = fixture.make<BackoffStrategy>(node).value();
    return strategy->wait_seconds({.response = &response, .error = nullptr}, count);
}

}  // namespace levada::airbyte::testing
