#pragma once

#include "auth_support.h"

#include <memory>
#include <string>
#include <vector>

namespace levada::airbyte::testing {

/// Jobs at an API that answers what a test says: POST /jobs creates, GET /jobs/ID gives the next state of `states`
/// (the last one for ever), GET /jobs/ID/result the records.
struct JobApi {
    Result<HttpResponse> operator()(const HttpRequest& request) {
        HttpResponse response;
        response.status = 200;
        response.url = request.url;
        if (request.method == "POST") {
            response.status = creation_status;
            response.body = "{\"id\":" + std::to_string(++created) + "}";
        } else if (request.url.ends_with("/result")) {
            response.body = R"([{"id":1},{"id":2}])";
        } else {
            response.body = "{\"status\":\"" + states[std::min(polled, states.size() - 1)] + "\"}";
            ++polled;
        }
        return response;
    }
    std::vector<std::string> states;
    int creation_status = 200;
    int created = 0;
    std::size_t polled = 0;
};

inline constexpr const char* kAsyncRetriever =
    "type: AsyncRetriever\n"
    "status_mapping: {type: AsyncJobStatusMap, running: [run], completed: [done], failed: [bad], timeout: [late], "
    "skipped: [none]}\n"
    "status_extractor: {type: DpathExtractor, field_path: [status]}\n"
    "creation_requester: {type: HttpRequester, url_base: https://a.test, path: jobs, http_method: POST}\n"
    "polling_requester: {type: HttpRequester, url_base: https://a.test, path: \"jobs/{{ creation_response['id'] }}\"}\n"
    "download_requester: {type: HttpRequester, url_base: https://a.test, path: \"jobs/{{ creation_response['id'] "
    "}}/result\"}\n"
    "record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n";

/// A source with such an API.
struct JobFixture {
    explicit JobFixture(std::vector<std::string> states)
        : http(JobApi{.states = std::move(states)}), source(Json::object(), http, clock, messages) {}

    levada::testing::ScriptedHttp http;
    levada::testing::ManualClock clock{Instant(std::chrono::seconds(1'707'523'200))};
    NullMessages messages;
    SourceContext source;
    BuildContext context{source};
};

}  // namespace levada::airbyte::testing
