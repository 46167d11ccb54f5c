#include "levada/adapters/local_queue.h"

#include "queue_record.h"
#include "topic_log.h"

#include <algorithm>
#include <utility>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada {
namespace {

constexpr const char* kOffsetsFolder = "offsets";
constexpr const char* kOffsetSuffix = ".offset";

/// The greatest offset that any consumer has reached: what it read was durable.
Result<std::int64_t> acknowledged_offset(const std::filesystem::path& topic_folder) {
    std::int64_t greatest = 0;
    std::error_code none;  // No consumer yet.
    for (const auto& entry : std::filesystem::directory_iterator(topic_folder / kOffsetsFolder, none)) {
        if (entry.path().extension() == kOffsetSuffix) {
            LEVADA_TRY(const std::string bytes, read_file(entry.path()));
            greatest = std::max(greatest, parse_queue_offset_file(bytes).value_or(0));
        }
    }
    return greatest;
}

}  // namespace

LocalQueue::LocalQueue(std::filesystem::path root, LocalQueueOptions options, const Clock& clock)
    : root_(std::move(root)),
      options_(options),
      clock_(clock),
      disk_(std::make_unique<Disk>(options.disk_size_bytes_max)) {}

LocalQueue::~LocalQueue() = default;

void LocalQueue::set_disk_size_bytes_max(std::uint64_t size_bytes_max) {
    disk_->set_size_bytes_max(size_bytes_max);
}

std::filesystem::path LocalQueue::folder_of(const std::string& topic) const {
    return root_ / queue_file_name(topic);
}

Result<std::unique_ptr<LocalQueue>> LocalQueue::open(const std::filesystem::path& root,
                                                     LocalQueueOptions options,
                                                     const Clock& clock,
                                                     LogSink& log) {
    LEVADA_CHECK(make_durable_folders(root));
    // A program that was killed may have made topics, or the root itself, whose names are not durable yet.
    LEVADA_CHECK(sync_folder(root));
    LEVADA_CHECK(sync_folder(root.has_parent_path() ? root.parent_path() : std::filesystem::path(".")));
    std::unique_ptr<LocalQueue> queue(new LocalQueue(root, options, clock));
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(root, failed)) {
        const std::string topic = percent_decode(entry.path().filename().string());
        LEVADA_TRY(const std::int64_t acknowledged, acknowledged_offset(entry.path()));
        Result<TopicLog::Opened> opened =
            TopicLog::open({entry.path(), options.segment_size_bytes_max, clock, *queue->disk_}, acknowledged);
        if (!opened.has_value() && opened.error().code() == ErrorCode::not_found) {
            continue;  // A crash came before the first segment.
        }
        if (!opened.has_value()) {
            return opened.error().with("topic", topic);
        }
        if (opened->cut_size_bytes > 0) {
            log.write(LogLevel::warning,
                      "cut off the torn end of a topic; nothing that was acknowledged was lost",
                      {{"levada.topic", topic}, {"levada.cut_size_bytes", std::to_string(opened->cut_size_bytes)}});
        }
        queue->topics_.emplace(topic, std::move(opened->log));
    }
    if (failed) {
        return file_error(failed.value(), "list", root);
    }
    return queue;
}

Result<std::shared_ptr<TopicLog>> LocalQueue::find(const std::string& topic) {
    const std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) {
        return Error(ErrorCode::not_found, "no such topic").with("topic", topic);
    }
    return found->second;
}

Result<std::shared_ptr<TopicLog>> LocalQueue::find_or_make(const std::string& topic) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<TopicLog>& log = topics_[topic];
    if (log == nullptr) {
        Result<std::shared_ptr<TopicLog>> made =
            TopicLog::create({folder_of(topic), options_.segment_size_bytes_max, clock_, *disk_});
        if (!made.has_value()) {
            topics_.erase(topic);
            return made.error().with("topic", topic);
        }
        log = std::move(*made);
    }
    return log;
}

Result<std::int64_t> LocalQueue::append(const std::string& topic, std::span<const std::string_view> payloads) {
    LEVADA_TRY(const std::shared_ptr<TopicLog> log, find_or_make(topic));
    return log->append(payloads).with("topic", topic);
}

Result<std::vector<QueueMessage>> LocalQueue::read(const std::string& topic,
                                                   std::int64_t offset,
                                                   std::size_t size_bytes_max) {
    LEVADA_TRY(const std::shared_ptr<TopicLog> log, find(topic));
    return log->read(offset, size_bytes_max).with("topic", topic);
}

Result<std::pair<std::int64_t, std::int64_t>> LocalQueue::bounds(const std::string& topic) {
    LEVADA_TRY(const std::shared_ptr<TopicLog> log, find(topic));
    return log->bounds();
}

Result<std::vector<std::string>> LocalQueue::topics() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    names.reserve(topics_.size());
    for (const auto& [name, log] : topics_) {
        names.push_back(name);
    }
    return names;
}

Status LocalQueue::commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) {
    const std::lock_guard lock(offsets_mutex_);
    const std::filesystem::path folder = folder_of(topic) / kOffsetsFolder;
    LEVADA_CHECK(make_durable_folders(folder));
    return write_file_atomically(folder / (queue_file_name(consumer) + kOffsetSuffix), queue_offset_file(offset))
        .with("topic", topic);
}

Result<std::optional<std::int64_t>> LocalQueue::committed_offset(const std::string& topic,
                                                                 const std::string& consumer) {
    const std::lock_guard lock(offsets_mutex_);
    const std::filesystem::path path = folder_of(topic) / kOffsetsFolder / (queue_file_name(consumer) + kOffsetSuffix);
    const Result<std::string> bytes = read_file(path);
    if (!bytes.has_value() && bytes.error().code() == ErrorCode::not_found) {
        return std::optional<std::int64_t>();
    }
    if (!bytes.has_value()) {
        return bytes.error();
    }
    const std::optional<std::int64_t> offset = parse_queue_offset_file(*bytes);
    if (!offset.has_value()) {
        return Error(ErrorCode::corruption, "the consumer's offset is damaged").with("file", path.string());
    }
    return offset;
}

Result<std::uint64_t> LocalQueue::apply_retention(const std::string& topic,
                                                  QueueRetention retention,
                                                  std::int64_t keep_from) {
    LEVADA_TRY(const std::shared_ptr<TopicLog> log, find(topic));
    return log->apply_retention(retention, keep_from).with("topic", topic);
}

}  // namespace levada
