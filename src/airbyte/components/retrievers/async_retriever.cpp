#include "async_job_orchestrator.h"
#include "page_loop.h"
#include "python_number.h"
#include "retriever_checks.h"

#include <map>

#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/decoder.h"

namespace levada::airbyte {
namespace {

/// The key under which a slice names its jobs.
constexpr std::string_view kJobsKey = "jobs";

/// Takes the records out of a download; all else is done by the stream's own selector.
class DownloadSelector final : public RecordSelector {
public:
    explicit DownloadSelector(std::shared_ptr<Extractor> extractor) : extractor_(std::move(extractor)) {}

    Result<void> select(Response& response, const RequestScope& /*scope*/, RecordPage& page) override {
        page.clear();
        response.extracted_count = 0;
        if (!response.is_ok()) {
            return ok();
        }
        const Result<void> extracted = extractor_->extract(response, page);
        response.extracted_count = static_cast<std::int64_t>(page.size());
        return extracted;
    }
    Result<void> process(RecordPage& /*page*/, const RequestScope& /*scope*/) override { return ok(); }

private:
    std::shared_ptr<Extractor> extractor_;
};

/// What an AsyncRetriever is made of.
struct AsyncParts {
    std::shared_ptr<AsyncJobRepository> repository;
    std::shared_ptr<RecordSelector> selector;
    RetrieverParts download;
    /// Slices that jobs are made for.
    std::shared_ptr<Cursor> cursor;
    std::shared_ptr<PartitionRouter> router;
    bool is_sliced_by_cursor = false;
    std::optional<std::chrono::seconds> retry_wait;
    JobTracker* tracker = nullptr;
    MessageSink* messages = nullptr;
    std::unique_ptr<WaitedTime> time;
    /// The jobs of the slices that were given out and not read yet, by the name in the slice.
    std::map<std::int64_t, std::vector<std::shared_ptr<AsyncJob>>> jobs;
    std::int64_t last_name = 0;
};

class NoSlices final : public SliceSequence {
public:
    Result<std::optional<StreamSlice>> next() override {
        if (is_done_) {
            return std::optional<StreamSlice>();
        }
        is_done_ = true;
        return std::optional(StreamSlice());
    }

private:
    bool is_done_ = false;
};

/// Gives a slice for each partition whose jobs are complete. Source: partition_routers/async_job_partition_router.py.
class JobSlices final : public SliceSequence {
public:
    JobSlices(std::shared_ptr<AsyncParts> parts, std::unique_ptr<SliceSequence> slices)
        : parts_(std::move(parts)),
          orchestrator_({.repository = parts_->repository,
                         .tracker = parts_->tracker,
                         .time = parts_->time.get(),
                         .messages = parts_->messages,
                         .retry_wait = parts_->retry_wait},
                        std::move(slices)) {}

    Result<std::optional<StreamSlice>> next() override {
        LEVADA_TRY(std::optional<AsyncPartition> partition, orchestrator_.next());
        if (!partition) {
            return std::optional<StreamSlice>();
        }
        const std::int64_t name = ++parts_->last_name;
        parts_->jobs[name] = std::move(partition->jobs);
        return std::optional(partition->slice.with_extra_fields(Json::object({{kJobsKey, Json(name)}})));
    }

private:
    std::shared_ptr<AsyncParts> parts_;
    AsyncJobOrchestrator orchestrator_;
};

/// Downloads the results of one slice's jobs. Source: AsyncJobOrchestrator.fetch_records.
class JobReader final : public PageReader {
public:
    JobReader(std::shared_ptr<AsyncParts> parts, StreamSlice slice, std::vector<std::shared_ptr<AsyncJob>> jobs)
        : parts_(std::move(parts)), slice_(std::move(slice)), jobs_(std::move(jobs)) {}

    Result<bool> next(RecordPage& page) override {
        page.clear();
        for (;;) {
            if (loop_ == nullptr) {
                LEVADA_TRY(const bool has_download, open_download());
                if (!has_download) {
                    return false;
                }
            }
            LEVADA_TRY(const PageLoop::Step step, loop_->next(page));
            if (step == PageLoop::Step::page) {
                RequestScope scope;
                scope.slice = &slice_;
                LEVADA_CHECK(parts_->selector->process(page, scope));
                return true;
            }
            loop_.reset();
        }
    }

private:
    /// Goes on to the next download; false when all jobs are read. A job that is read is deleted at the API.
    Result<bool> open_download() {
        for (;;) {
            if (next_download_ < downloads_.size()) {
                loop_ = std::make_unique<PageLoop>(parts_->download, downloads_[next_download_]);
                ++next_download_;
                return true;
            }
            if (current_ != nullptr) {
                LEVADA_CHECK(parts_->repository->remove(*current_));
                current_.reset();
            }
            if (next_job_ == jobs_.size()) {
                return false;
            }
            current_ = jobs_[next_job_++];
            if (current_->status() != JobStatus::completed) {
                current_.reset();
                continue;
            }
            LEVADA_TRY(downloads_, parts_->repository->download_slices(*current_));
            next_download_ = 0;
        }
    }

    std::shared_ptr<AsyncParts> parts_;
    StreamSlice slice_;
    std::vector<std::shared_ptr<AsyncJob>> jobs_;
    std::size_t next_job_ = 0;
    std::shared_ptr<AsyncJob> current_;
    std::vector<StreamSlice> downloads_;
    std::size_t next_download_ = 0;
    std::unique_ptr<PageLoop> loop_;
};

/// Creates jobs, waits for them, downloads their results. Source: retrievers/async_retriever.py.
class AsyncRetriever final : public Retriever, public StreamSlicer {
public:
    explicit AsyncRetriever(std::shared_ptr<AsyncParts> parts) : parts_(std::move(parts)) {}

    StreamSlicer* own_slicer() override { return this; }

    Result<std::unique_ptr<SliceSequence>> slices() override {
        std::unique_ptr<SliceSequence> inner = std::make_unique<NoSlices>();
        if (parts_->is_sliced_by_cursor) {
            LEVADA_TRY(inner, parts_->cursor->slices());
        } else if (parts_->router != nullptr) {
            LEVADA_TRY(inner, parts_->router->slices());
        }
        return std::make_unique<JobSlices>(parts_, std::move(inner));
    }

    Result<std::unique_ptr<PageReader>> read(const StreamSlice& slice) override {
        std::vector<std::shared_ptr<AsyncJob>> jobs;
        const Json* name = slice.extra_fields().find(kJobsKey);
        if (name != nullptr && name->is_integer()) {
            if (const auto found = parts_->jobs.find(name->as_integer()); found != parts_->jobs.end()) {
                jobs = std::move(found->second);
                parts_->jobs.erase(found);
            }
        }
        return std::make_unique<JobReader>(parts_, slice, std::move(jobs));
    }

private:
    std::shared_ptr<AsyncParts> parts_;
};

/// The words of the API for each state. Source: _create_async_job_status_mapping.
Result<std::map<std::string, JobStatus>> statuses_of(const FieldValues& fields) {
    constexpr std::pair<std::string_view, JobStatus> kNames[] = {{"running", JobStatus::running},
                                                                 {"completed", JobStatus::completed},
                                                                 {"failed", JobStatus::failed},
                                                                 {"timeout", JobStatus::timed_out},
                                                                 {"skipped", JobStatus::skipped}};
    std::map<std::string, JobStatus> statuses;
    const Json& mapping = *fields.json("status_mapping");
    for (const auto& [name, status] : kNames) {
        const Json* words = mapping.find(name);
        if (words == nullptr || !words->is_array()) {
            continue;
        }
        for (const Json& word : words->as_array()) {
            if (!statuses.emplace(python_str(word), status).second) {
                return fields.error("status_mapping",
                                    "API status " + python_str(word) + " is given twice; each may be given once only");
            }
        }
    }
    return statuses;
}

/// A number that may be a template over the config; nothing when absent or false.
Result<std::optional<std::int64_t>> number_at(const Json& node, std::string_view name, BuildContext& context) {
    const Json* given = node.find(name);
    if (given == nullptr || !python_truth(*given)) {
        return std::optional<std::int64_t>();
    }
    LEVADA_TRY(const InterpolatedString text, InterpolatedString::make(python_str(*given), Json::object(), context));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    LEVADA_TRY(const std::int64_t number, python_int(value, name));
    return std::optional(number);
}

/// A requester under a name of its own, which logs and statuses show.
Result<std::shared_ptr<Requester>> requester_at(const FieldValues& fields,
                                                std::string_view field,
                                                std::string_view role) {
    BuildContext context = fields.context();
    context.stream = std::string(role) + " - " + fields.context().stream;
    return FieldValues(fields.node(), context).component<Requester>(field);
}

Result<AsyncJobParts> job_parts(const FieldValues& fields, std::shared_ptr<Decoder> decoder) {
    AsyncJobParts parts;
    BuildContext context = fields.context();
    context.decoder = std::move(decoder);
    const FieldValues own(fields.node(), context);
    LEVADA_TRY(parts.creation, requester_at(own, "creation_requester", "job creation"));
    LEVADA_TRY(parts.polling, requester_at(own, "polling_requester", "job polling"));
    LEVADA_TRY(parts.abort, requester_at(own, "abort_requester", "job abort"));
    LEVADA_TRY(parts.remove, requester_at(own, "delete_requester", "job delete"));
    LEVADA_TRY(parts.download_target, requester_at(own, "download_target_requester", "job extract_url"));
    LEVADA_TRY(parts.status, own.component<Extractor>("status_extractor"));
    LEVADA_TRY(parts.target, own.component<Extractor>("download_target_extractor"));
    LEVADA_TRY(parts.statuses, statuses_of(fields));
    LEVADA_TRY(const std::optional<std::int64_t> minutes, number_at(fields.node(), "polling_job_timeout", context));
    parts.timeout = minutes ? std::chrono::minutes(*minutes) : kJobTimeoutDefault;
    return parts;
}

Result<void> read_download(const FieldValues& fields, RetrieverParts& download) {
    static const Json kWholeBody = Json::object({{"type", "DpathExtractor"}, {"field_path", Json::array()}});
    static const Json kNoPagination = Json::object({{"type", "NoPagination"}});
    BuildContext context = fields.context();
    LEVADA_TRY(context.decoder, fields.component<Decoder>("download_decoder"));
    const FieldValues own(fields.node(), context);
    const Json* extractor = fields.json("download_extractor");
    LEVADA_TRY(std::shared_ptr<Extractor> built,
               build<Extractor>(extractor == nullptr ? kWholeBody : *extractor, context));
    download.selector = std::make_shared<DownloadSelector>(std::move(built));
    LEVADA_TRY(download.requester, requester_at(own, "download_requester", "job download"));
    const Json* paginator = fields.json("download_paginator");
    LEVADA_CHECK(refuse_summed_offsets(paginator, extractor));
    LEVADA_TRY(download.paginator, build<Paginator>(paginator == nullptr ? kNoPagination : *paginator, context));
    download.name = fields.context().stream;
    download.clock = &fields.context().clock();
    return ok();
}

Result<void> read_limits(const FieldValues& fields, AsyncParts& parts) {
    BuildContext& context = fields.context();
    LEVADA_TRY(const std::optional<std::int64_t> seconds,
               number_at(fields.node(), "failed_retry_wait_time_in_seconds", context));
    if (seconds) {
        if (*seconds <= 0) {
            return fields.error("failed_retry_wait_time_in_seconds", "must be >= 1");
        }
        parts.retry_wait = std::chrono::seconds(*seconds);
    }
    parts.tracker = &context.source().shared<JobTracker>();
    if (context.source().manifest != nullptr) {
        const Result<std::optional<std::int64_t>> limit =
            number_at(*context.source().manifest, "max_concurrent_async_job_count", context);
        // A limit that cannot be evaluated counts as 1. Source: JobTracker.__post_init__.
        parts.tracker->set_limit(limit ? limit->value_or(1) : 1);
    }
    return ok();
}

Result<std::shared_ptr<Retriever>> make_async_retriever(const FieldValues& fields) {
    BuildContext& context = fields.context();
    if (fields.has("download_target_requester") && !fields.has("download_target_extractor")) {
        return fields.error("download_target_requester",
                            "`download_target_extractor` required if using a `download_target_requester`");
    }
    for (const std::string_view requester : {"creation_requester",
                                             "polling_requester",
                                             "download_requester",
                                             "download_target_requester",
                                             "abort_requester",
                                             "delete_requester"}) {
        LEVADA_CHECK(refuse_page_actions(fields, requester));
    }
    auto parts = std::make_shared<AsyncParts>();
    parts->time = std::make_unique<WaitedTime>(context.clock());
    // A check has no use for the traces of single jobs. Source: CheckStream never empties the message repository.
    parts->messages = context.source().configured_catalog().is_object() ? &context.messages() : nullptr;
    parts->cursor = context.cursor;
    parts->router = context.parts.router;
    parts->is_sliced_by_cursor = context.parts.incremental_sync != nullptr && context.cursor != nullptr;
    LEVADA_TRY(std::shared_ptr<Decoder> decoder, fields.component<Decoder>("decoder"));
    LEVADA_TRY(AsyncJobParts jobs, job_parts(fields, decoder));
    parts->repository = std::make_shared<AsyncJobRepository>(std::move(jobs), *parts->time);
    BuildContext own = context;
    own.decoder = std::move(decoder);
    LEVADA_TRY(parts->selector, FieldValues(fields.node(), own).component<RecordSelector>("record_selector"));
    LEVADA_CHECK(read_download(fields, parts->download));
    LEVADA_CHECK(read_limits(fields, *parts));
    return std::make_shared<AsyncRetriever>(std::move(parts));
}

std::vector<Field> async_fields() {
    const auto requester = [](std::string_view name) {
        return component_field(name).of({"HttpRequester", "CustomRequester"});
    };
    const auto extractor = [](std::string_view name) {
        return component_field(name).of({"DpathExtractor", "CustomRecordExtractor", "CombinedExtractor"});
    };
    const auto decoder = [](std::string_view name) {
        return component_field(name).of({"CsvDecoder",
                                         "GzipDecoder",
                                         "JsonDecoder",
                                         "JsonItemsDecoder",
                                         "JsonlDecoder",
                                         "IterableDecoder",
                                         "XmlDecoder",
                                         "ZipfileDecoder",
                                         "CustomDecoder"});
    };
    return {
        component_field("record_selector").required().of({"RecordSelector"}).doc("Filters and changes the records."),
        component_field("status_mapping").required().of({"AsyncJobStatusMap"}).doc("The API's words for states."),
        extractor("status_extractor").required().doc("Finds the state in the poll's answer."),
        extractor("download_target_extractor").doc("Finds what to download."),
        component_field("download_extractor")
            .of({"DpathExtractor", "CustomRecordExtractor", "ResponseToFileExtractor", "CombinedExtractor"})
            .doc("Finds the records in a download."),
        requester("creation_requester").required().doc("Creates a job."),
        requester("polling_requester").required().doc("Asks for the state of a job."),
        Field("polling_job_timeout", JsonTypes::integer | JsonTypes::text).unit("minutes").doc("Longest run of a job."),
        Field("failed_retry_wait_time_in_seconds", JsonTypes::integer | JsonTypes::text)
            .unit("seconds")
            .doc("Wait before a failed job is created again."),
        requester("download_target_requester").doc("Asks what to download."),
        requester("download_requester").required().doc("Downloads the results."),
        component_field("download_paginator").of({"DefaultPaginator", "NoPagination"}).doc("Pages of a download."),
        requester("abort_requester").doc("Ends a job that took too long."),
        requester("delete_requester").doc("Deletes a job that was read."),
        Field("partition_router", JsonTypes::mapping | JsonTypes::list)
            .of({"ListPartitionRouter",
                 "SubstreamPartitionRouter",
                 "GroupingPartitionRouter",
                 "UnionPartitionRouter",
                 "CustomPartitionRouter"})
            .doc("One job for each of its slices."),
        decoder("decoder").doc("Reads the answers about jobs."),
        decoder("download_decoder").doc("Reads the downloads."),
    };
}

}  // namespace

ComponentSpec<Retriever> spec_async_retriever() {
    return {
        .type = "AsyncRetriever",
        .summary = "Creates jobs at the API, waits until they are done, downloads their results.",
        .fields = async_fields(),
        .example =
            "type: AsyncRetriever\n"
            "status_mapping:\n"
            "  type: AsyncJobStatusMap\n"
            "  running: [pending]\n  completed: [ready]\n  failed: [failed]\n  timeout: [timeout]\n"
            "status_extractor:\n  type: DpathExtractor\n  field_path: [status]\n"
            "creation_requester:\n  type: HttpRequester\n  url_base: https://api.example.test\n  path: jobs\n"
            "  http_method: POST\n"
            "polling_requester:\n  type: HttpRequester\n  url_base: https://api.example.test\n"
            "  path: \"jobs/{{ creation_response['id'] }}\"\n"
            "download_requester:\n  type: HttpRequester\n  url_base: https://api.example.test\n"
            "  path: \"jobs/{{ creation_response['id'] }}/result\"\n"
            "record_selector:\n  type: RecordSelector\n  extractor:\n    type: DpathExtractor\n    field_path: []\n",
        .make = make_async_retriever,
    };
}

}  // namespace levada::airbyte
