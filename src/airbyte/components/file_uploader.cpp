#include "file_uploader.h"

#include "retriever_checks.h"

#include <algorithm>
#include <utility>

#include "levada/airbyte/components/python_json.h"
#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

Error refused(std::string message) {
    return Error(ErrorCode::invalid_data, "file_uploader: " + std::move(message));
}

bool leaves_folder(std::string_view path) {
    return path == ".." || path.starts_with("../") || path.find("/../") != std::string_view::npos ||
           path.ends_with("/..");
}

/// As Python's Path writes it: without empty parts and without ".".
std::string plain_path(std::string_view path) {
    std::string plain;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view part = path.substr(start, end - start);
        if (!part.empty() && part != ".") {
            plain += plain.empty() ? "" : "/";
            plain += part;
        }
        start = end + 1;
    }
    return plain;
}

}  // namespace

Result<std::shared_ptr<FileUploader>> FileUploader::make(const Json* node, const BuildContext& context) {
    if (node == nullptr || !python_truth(*node)) {
        return std::shared_ptr<FileUploader>();
    }
    BuildContext own = context;
    own.stream = "File Uploader";
    own.decoder = nullptr;
    const FieldValues fields(*node, own);
    LEVADA_CHECK(refuse_page_actions(fields, "requester"));
    std::shared_ptr<FileUploader> made(new FileUploader(context.source(), context.stream));
    LEVADA_TRY(made->requester_, fields.component<Requester>("requester"));
    LEVADA_TRY(made->target_, fields.component<Extractor>("download_target_extractor"));
    if (!fields.text("filename_extractor").empty()) {
        LEVADA_TRY(made->name_, fields.interpolated("filename_extractor"));
    }
    return made;
}

Result<std::string> FileUploader::target_in(std::string_view record) const {
    HttpResponse answer;
    answer.status = 200;
    answer.body = record;
    answer.body.reserve(answer.body.size() + kHttpBodyPaddingBytes);
    Response response(std::move(answer));
    RecordPage page;
    LEVADA_CHECK(target_->extract(response, page));
    if (page.size() == 0) {
        return refused("No download targets found");
    }
    LEVADA_TRY(const Json target, parse_json(page.records().front()));
    if (!target.is_string()) {
        return refused("download_target is expected to be a str but was " + target.dump().substr(0, 100));
    }
    return target.as_string();
}

Result<std::string> FileUploader::name_for(std::string_view record) const {
    if (!name_) {
        constexpr std::size_t kUuidBytes = 16;
        return make_uuid(random_bytes(kUuidBytes));
    }
    Scope scope;
    scope.raw("record", record);
    LEVADA_TRY(const Json name, name_->eval(scope));
    if (!name.is_string()) {
        return refused("filename_extractor: wanted a text, found " + name.dump().substr(0, 100));
    }
    std::string relative = name.as_string();
    relative.erase(0, relative.find_first_not_of('/'));
    return relative;
}

Result<std::string> FileUploader::upload(std::string_view record) {
    // A check reads one record of the stream, so one file.
    const bool is_check = !source_.configured_catalog().is_object();
    if (is_check && uploads_ > 0) {
        return std::string();
    }
    LEVADA_TRY(const std::string target, target_in(record));
    const StreamSlice slice = StreamSlice().with_extra_fields(Json::object({{"download_target", Json(target)}}));
    SendRequest request;
    request.scope.slice = &slice;
    LEVADA_TRY(SendOutcome outcome, requester_->send(request));
    if (!outcome.response) {
        return refused("the request for the file was not answered");
    }
    LEVADA_TRY(const std::string name, name_for(record));
    const std::string path = plain_path(stream_ + "/" + name);
    if (leaves_folder(path)) {
        return refused("the name \"" + name + "\" leaves the folder of its stream");
    }
    FileArea* area = source_.shared<FileAreaSlot>().area;
    if (area == nullptr) {
        return Error(ErrorCode::unsupported,
                     "file_uploader: there is no folder for files here; use `levada airbyte read`");
    }
    LEVADA_TRY(const StagedFile file, area->write(path, outcome.response->http().body));
    ++uploads_;
    LEVADA_CHECK(source_.messages().log(
        LogLevel::info,
        "File uploaded successfully: " + file.url + " (" + std::to_string(file.size_bytes) + " bytes)"));
    return Json::object({{"staging_file_url", Json(file.url)},
                         {"source_file_relative_path", Json(path)},
                         {"file_size_bytes", Json(static_cast<std::int64_t>(file.size_bytes))}})
        .dump();
}

}  // namespace levada::airbyte
