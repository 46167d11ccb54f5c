#include "async_job_repository.h"

#include "response_json.h"

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {
namespace {

/// What templates see of the request that was answered, as of Python's PreparedRequest.
Json request_of(const Response& response) {
    Json seen = Json::object({{"url", Json(response.http().url)}});
    if (const HttpRequest* request = response.request()) {
        seen.set("method", Json(request->method));
        seen.set("url", Json(request->url));
        Json headers = Json::object();
        for (const auto& [name, value] : request->headers.fields()) {
            headers.set(name, Json(value));
        }
        seen.set("headers", std::move(headers));
        seen.set("body", request->body ? Json(*request->body) : Json());
    }
    return seen;
}

/// The mapping that templates see of a response: its JSON, its headers and its request.
/// Source: AsyncHttpJobRepository._get_creation_response_interpolation_context.
Result<Json> context_of(Response& response) {
    LEVADA_TRY(Json context, parse_json(json_text_of(response).value_or("")));
    if (!context.is_object()) {
        return Error(ErrorCode::invalid_data, "the answer about an async job is no JSON mapping");
    }
    if (!context.contains("headers")) {
        context.set("headers", response.headers(Response::Links::absent));
    }
    if (!context.contains("request")) {
        context.set("request", request_of(response));
    }
    return context;
}

/// Sends a request that has to be answered. Errors: system_error traced for no answer, or a falsy one.
Result<Response> answer_of(Requester& requester, const StreamSlice& slice, std::string_view name) {
    SendRequest request;
    request.scope.slice = &slice;
    LEVADA_TRY(SendOutcome outcome, requester.send(request));
    if (!outcome.response) {
        return traced_error(FailureType::system_error, std::string(name) + " received an empty Response.");
    }
    return std::move(*outcome.response);
}

Result<void> send_and_forget(Requester* requester, const StreamSlice& slice) {
    if (requester == nullptr) {
        return ok();
    }
    SendRequest request;
    request.scope.slice = &slice;
    LEVADA_CHECK(requester->send(request));
    return ok();
}

Result<std::vector<Json>> extracted(const Extractor& extractor, Response& response) {
    RecordPage page;
    LEVADA_CHECK(extractor.extract(response, page));
    std::vector<Json> values;
    for (const std::string_view record : page.records()) {
        LEVADA_TRY(Json value, parse_json(record));
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace

Result<std::shared_ptr<AsyncJob>> AsyncJobRepository::start(const StreamSlice& slice) {
    LEVADA_TRY(Response response, answer_of(*parts_.creation, slice, "Creation Requester"));
    if (!response.is_ok()) {
        return traced_error(FailureType::system_error,
                            "Always expect a response or an exception from creation_requester");
    }
    auto job = std::make_shared<AsyncJob>(slice, parts_.timeout, time_);
    job->creation = std::move(response);
    return job;
}

std::shared_ptr<AsyncJob> AsyncJobRepository::failed(const StreamSlice& slice) const {
    auto job = std::make_shared<AsyncJob>(slice, std::chrono::hours(24 * 365), time_);
    job->is_creation_failure = true;
    job->set_status(JobStatus::failed);
    return job;
}

Result<StreamSlice> AsyncJobRepository::with_creation(AsyncJob& job) const {
    Json fields = job.slice().extra_fields();
    if (job.creation) {
        LEVADA_TRY(Json context, context_of(*job.creation));
        fields.set("creation_response", std::move(context));
    }
    return job.slice().with_extra_fields(std::move(fields));
}

Result<void> AsyncJobRepository::poll(AsyncJob& job) {
    LEVADA_TRY(const StreamSlice slice, with_creation(job));
    LEVADA_TRY(Response response, answer_of(*parts_.polling, slice, "Polling Requester"));
    LEVADA_TRY(const std::vector<Json> found, extracted(*parts_.status, response));
    const std::string word = found.empty() ? "None" : python_str(found.front());
    const auto status = parts_.statuses.find(word);
    if (status == parts_.statuses.end()) {
        return Error(ErrorCode::invalid_data,
                     "API status `" + word +
                         "` is unknown. Contact the connector developer to make sure this status is "
                         "supported.");
    }
    job.set_status(status->second);
    if (status->second == JobStatus::completed) {
        job.polling = std::move(response);
    }
    return ok();
}

Result<void> AsyncJobRepository::abort(AsyncJob& job) {
    LEVADA_TRY(const StreamSlice slice, with_creation(job));
    return send_and_forget(parts_.abort.get(), slice);
}

Result<void> AsyncJobRepository::remove(AsyncJob& job) {
    LEVADA_TRY(const StreamSlice slice, with_creation(job));
    return send_and_forget(parts_.remove.get(), slice);
}

Result<std::vector<Json>> AsyncJobRepository::targets(AsyncJob& job) {
    if (parts_.target == nullptr) {
        return std::vector<Json>{Json("")};
    }
    LEVADA_ASSERT(job.polling.has_value());
    if (parts_.download_target == nullptr) {
        return extracted(*parts_.target, *job.polling);
    }
    LEVADA_TRY(Json polling, context_of(*job.polling));
    LEVADA_TRY(
        const StreamSlice slice,
        StreamSlice::make(Json::object(), Json::object(), Json::object({{"polling_response", std::move(polling)}})));
    LEVADA_TRY(Response response, answer_of(*parts_.download_target, slice, "Download target requester"));
    if (!response.is_ok()) {
        return traced_error(FailureType::system_error,
                            "Always expect a response or an exception from download_target_requester");
    }
    return extracted(*parts_.target, response);
}

Result<std::vector<StreamSlice>> AsyncJobRepository::download_slices(AsyncJob& job) {
    LEVADA_TRY(const std::vector<Json> found, targets(job));
    LEVADA_ASSERT(job.creation.has_value() && job.polling.has_value());
    LEVADA_TRY(const Json creation, context_of(*job.creation));
    LEVADA_TRY(const Json polling, context_of(*job.polling));
    std::vector<StreamSlice> slices;
    for (const Json& target : found) {
        Json fields = job.slice().extra_fields();
        fields.set("download_target", target);
        fields.set("creation_response", creation);
        fields.set("polling_response", polling);
        slices.push_back(job.slice().with_extra_fields(std::move(fields)));
    }
    return slices;
}

}  // namespace levada::airbyte
