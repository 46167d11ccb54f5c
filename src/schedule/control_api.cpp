#include "levada/schedule/control_api.h"

#include <optional>
#include <utility>

#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada::schedule {

namespace {

ApiError api_error_of(const Error& error) {
    switch (error.code()) {
        case ErrorCode::not_found:
            return {.status = 404, .code = "LVD404", .message = error.message()};
        case ErrorCode::conflict:
            return {.status = 409, .code = "LVD409", .message = error.message()};
        case ErrorCode::invalid_data:
            return {.status = 400, .code = "LVD400", .message = error.message()};
        case ErrorCode::unavailable:
            return {.status = 503, .code = "LVD503", .message = error.message()};
        default:
            return {.status = 500, .code = "XX000", .message = "Internal error; the log has its cause"};
    }
}

Response refuse(const Error& error) {
    return error_response(api_error_of(error));
}

Json time_or_null(const std::optional<Instant>& when) {
    return when ? Json(format_utc(*when, 3)) : Json();
}

Error unknown(std::string_view name, std::string_view value) {
    return Error(ErrorCode::invalid_data,
                 "parameter " + std::string(name) + ": \"" + std::string(value) + "\" is not known");
}

Result<RunStore::Filter> parse_filter(const Request& request) {
    RunStore::Filter filter;
    const auto parameters = parse_query_string(request.query);
    if (!parameters) {
        return Error(ErrorCode::invalid_data, "the query string has a wrong percent escape");
    }
    for (const auto& [name, value] : *parameters) {
        if (name == "pipeline") {
            filter.pipeline = value;
        } else if (name == "before") {
            filter.before = value;
        } else if (name == "status") {
            filter.status = parse_run_status(value);
            if (!filter.status) {
                return unknown(name, value);
            }
        } else if (name == "limit") {
            const std::optional<std::int64_t> limit = parse_int64(value);
            if (!limit || *limit < 1 || *limit > static_cast<std::int64_t>(RunStore::kRunsMax)) {
                return Error(ErrorCode::invalid_data, "parameter limit: wanted 1 to 1000, found \"" + value + "\"");
            }
            filter.limit = static_cast<std::size_t>(*limit);
        } else {
            return Error(ErrorCode::invalid_data, "parameter \"" + name + "\" is not known");
        }
    }
    return filter;
}

/// A browser tells where a page that asks comes from; only pages of this server may change something.
bool is_cross_site(const Request& request) {
    const std::string_view origin = request.header("Origin");
    const std::size_t authority = origin.find("://");
    return !origin.empty() &&
           (authority == std::string_view::npos || origin.substr(authority + 3) != request.header("Host"));
}

Response cross_site() {
    return error_response(
        {.status = 403, .code = "LVD403", .message = "Pages of other sites may not change anything here"});
}

}  // namespace

Result<Json> ControlApi::last_run(const std::string& pipeline) const {
    LEVADA_TRY(const std::optional<Run> last, runs_.last(pipeline));
    if (!last) {
        return Json();
    }
    LEVADA_TRY(const Run told, runs_.so_far(*last));
    return told.to_json();
}

Response ControlApi::pipelines(const Request& /*request*/) const {
    Json list = Json::array();
    for (const PipelineState& state : scheduler_.pipelines()) {
        const auto last = last_run(state.name);
        if (!last) {
            return refuse(last.error());
        }
        list.push_back(Json::object({{"name", state.name},
                                     {"schedule", state.schedule},
                                     {"time_zone", state.time_zone},
                                     {"next_at", time_or_null(state.next_at)},
                                     {"running_run", state.running_run.empty() ? Json() : Json(state.running_run)},
                                     {"overlaps_skipped", static_cast<std::int64_t>(state.overlaps_skipped)},
                                     {"last_run", *last}}));
    }
    return Response::json(200, list.dump());
}

Response ControlApi::runs(const Request& request) const {
    const auto filter = parse_filter(request);
    if (!filter) {
        return refuse(filter.error());
    }
    const auto runs = runs_.list(*filter);
    if (!runs) {
        return refuse(runs.error());
    }
    Json list = Json::array();
    for (const Run& run : *runs) {
        const auto told = runs_.so_far(run);
        if (!told) {
            return refuse(told.error());
        }
        list.push_back(told->to_json());
    }
    return Response::json(200, list.dump());
}

Response ControlApi::run(const Request& request) const {
    const auto run = runs_.get(std::string(request.path_parameter("id")));
    const auto told = run ? runs_.so_far(*run) : run;
    return told ? Response::json(200, told->to_json().dump()) : refuse(told.error());
}

Response ControlApi::events(const Request& request) const {
    const auto events = runs_.events(std::string(request.path_parameter("id")));
    if (!events) {
        return refuse(events.error());
    }
    Json list = Json::array();
    for (const RunEvent& event : *events) {
        list.push_back(event.to_json());
    }
    return Response::json(200, list.dump());
}

Response ControlApi::trigger(const Request& request) const {
    if (is_cross_site(request)) {
        return cross_site();
    }
    const auto id = scheduler_.trigger(std::string(request.path_parameter("name")));
    if (!id) {
        return refuse(id.error());
    }
    return Response::json(202, Json::object({{"id", *id}}).dump()).with("Location", "/v1/runs/" + *id);
}

Response ControlApi::cancel(const Request& request) const {
    if (is_cross_site(request)) {
        return cross_site();
    }
    const std::string id(request.path_parameter("id"));
    const Status cancelled = scheduler_.cancel(id);
    return cancelled ? Response::json(202, Json::object({{"id", id}}).dump()) : refuse(cancelled.error());
}

}  // namespace levada::schedule
