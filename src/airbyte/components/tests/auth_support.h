#pragma once

#include "component_fixture.h"

#include <string>

#include "levada/airbyte/components/authenticator.h"

namespace levada::airbyte::testing {

/// An HTTP that answers each path (URL up to the query) with a status and a body; 404 for others.
struct PathAnswers {
    struct One {
        std::string path;
        int status;
        std::string body;
    };
    Result<HttpResponse> operator()(const HttpRequest& request) const {
        HttpResponse response;
        response.status = 404;
        response.url = request.url;
        for (const One& each : list) {
            if (request.url.substr(0, request.url.find('?')).ends_with(each.path)) {
                response.status = each.status;
                response.body = each.body;
            }
        }
        return response;
    }
    std::vector<One> list;
};

/// A source whose HTTP answers as told.
struct AnsweringFixture {
    AnsweringFixture(Json config, std::vector<PathAnswers::One> answers)
        : http(PathAnswers{std::move(answers)}), source(std::move(config), http, clock, messages) {}

    template <class T>
    Result<std::shared_ptr<T>> make(std::string_view text) {
        nodes.push_back(std::make_unique<Json>(yaml(text)));
        return build<T>(*nodes.back(), context);
    }

    levada::testing::ScriptedHttp http;
    levada::testing::ManualClock clock{Instant(std::chrono::seconds(1'707'523'200))};
    NullMessages messages;
    SourceContext source;
    BuildContext context{source};
    std::vector<std::unique_ptr<Json>> nodes;
};

/// The header that the authenticator puts on a request; the error's message when it fails.
inline std::string signed_header(Authenticator& authenticator, std::string_view name = "Authorization") {
    HttpRequest request;
    const Result<void> result = authenticator.sign(request);
    if (!result) {
        return "error: " + result.error().message();
    }
    return std::string(request.headers.find(name).value_or(""));
}

}  // namespace levada::airbyte::testing
