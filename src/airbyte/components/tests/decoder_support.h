#pragma once

#include "component_fixture.h"

#include <string>

#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte::testing {

/// The bodies that the decoder described by `node` finds, each followed by a semicolon; "error" behind them if it
/// fails.
inline std::string decoded(ComponentFixture& fixture, std::string_view node, const HttpResponse& response) {
    const std::shared_ptr<Decoder> decoder = fixture.make<Decoder>(node).value();
    BodyList list;
    const Result<void> result = decoder->decode(response, list);
    std::string all;
    for (const std::string_view body : list.bodies) {
        all += std::string(body) + ";";
    }
    return result ? all : all + "error";
}

inline HttpResponse response_with(std::string body, std::string_view content_type = "application/json") {
    HttpResponse response;
    response.status = 200;
    response.headers.add("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

}  // namespace levada::airbyte::testing
