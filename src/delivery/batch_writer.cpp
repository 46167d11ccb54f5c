#include "levada/delivery/batch_writer.h"

#include "background_append.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace levada {
namespace {

// Room for a header in front of the records. A longer one (a very long stream name, many pages) costs one copy.
constexpr std::size_t kHeaderRoomBytes = 1024;
// A batch of so many pages that their places take more than this is full.
constexpr std::size_t kPagesSizeBytesMax = std::size_t{64} << 10;

std::int64_t microseconds_of(Instant when) {
    return std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
}

// Line feeds in a record's text stand between tokens: they become blanks, so that a line is a record.
void blank_line_breaks(char* text, std::size_t size) {
    char* const end = text + size;
    while (text < end) {
        void* const found = std::memchr(text, '\n', static_cast<std::size_t>(end - text));
        if (found == nullptr) {
            return;
        }
        text = static_cast<char*>(found);
        *text++ = ' ';
    }
}

}  // namespace

BatchWriter::BatchWriter(Queue& queue, const Clock& clock, BatchWriterOptions options)
    : queue_(queue),
      clock_(clock),
      options_(std::move(options)),
      page_(options_.page_before),
      header_room_bytes_(kHeaderRoomBytes),
      append_(std::make_unique<BackgroundAppend>(queue, options_.topic, options_.executor)) {
    LEVADA_ASSERT(options_.batch_size_bytes_max + kHeaderRoomBytes <= kQueueMessageSizeBytesMax);
}
BatchWriter::~BatchWriter() = default;
BatchWriter::BatchWriter(BatchWriter&& other) noexcept = default;

Status BatchWriter::begin(const Json& schema) {
    LEVADA_ASSERT(record_count_ == 0 && slice_ == 0);
    const std::string message = encode(StreamBegin{.run = options_.run,
                                                   .stream = options_.stream,
                                                   .sync_id = options_.sync_id,
                                                   .generation_id = options_.generation_id,
                                                   .time_us = microseconds_of(clock_.now()),
                                                   .schema = schema});
    const std::string_view payload = message;
    LEVADA_CHECK(queue_.append(options_.topic, std::span(&payload, 1)));
    return ok();
}

void BatchWriter::limit_batches(std::size_t size_bytes_max) {
    LEVADA_ASSERT(size_bytes_max + kHeaderRoomBytes <= kQueueMessageSizeBytesMax);
    options_.batch_size_bytes_max = size_bytes_max;
}

void BatchWriter::start_batch(std::string_view raw_object) {
    batch_ = RecordBatch{.place = {options_.run, options_.stream, slice_, sequence_},
                         .extracted_at_us = microseconds_of(clock_.now()),
                         .sync_id = options_.sync_id,
                         .generation_id = options_.generation_id,
                         .raw_object = std::string(raw_object),
                         .open_from = options_.may_take_back ? open_sequence_ : -1};
    page_ = raw_object;
    header_room_bytes_ = kHeaderRoomBytes;
    buffer_.assign(header_room_bytes_, ' ');
}

// The place of a record in the batch is known by its page's.
void BatchWriter::note_page(std::string_view raw_object) {
    if (batch_.count > 0 && raw_object != page_) {
        batch_.add_page(batch_.count, raw_object);
        page_ = raw_object;
    }
}

bool BatchWriter::is_full_for(std::string_view record) const {
    const std::size_t size_bytes = buffer_.size() - header_room_bytes_;
    return batch_.count > 0 &&
           (size_bytes + record.size() > options_.batch_size_bytes_max || batch_.pages.size() > kPagesSizeBytesMax);
}

Status BatchWriter::add(std::span<const std::string_view> records, std::string_view raw_object) {
    for (const std::string_view record : records) {
        if (record.size() + kHeaderRoomBytes > kQueueMessageSizeBytesMax) {
            return Error(ErrorCode::invalid_data,
                         "a record of " + std::to_string(record.size()) + " bytes is too large")
                .with("stream", options_.stream);
        }
        if (is_full_for(record)) {
            LEVADA_CHECK(flush());
        }
        if (batch_.count == 0) {
            start_batch(raw_object);
        }
        note_page(raw_object);
        const std::size_t start = buffer_.size();
        buffer_.append(record);
        blank_line_breaks(buffer_.data() + start, record.size());
        buffer_.push_back('\n');
        batch_.count += 1;
        size_bytes_ += record.size();
    }
    record_count_ += static_cast<std::int64_t>(records.size());
    slice_record_count_ += static_cast<std::int64_t>(records.size());
    return ok();
}

// Puts the header in front of the gathered records and gives the message.
std::string_view BatchWriter::finish_batch() {
    const std::string header = batch_header(batch_);
    if (header.size() + 1 > header_room_bytes_) {
        buffer_.insert(0, header.size() + 1 - header_room_bytes_, ' ');
        header_room_bytes_ = header.size() + 1;
    }
    buffer_.replace(0, header.size(), header);
    buffer_[header_room_bytes_ - 1] = '\n';
    return buffer_;
}

Status BatchWriter::flush() {
    if (batch_.count == 0) {
        return ok();
    }
    LEVADA_CHECK(append_->finish());
    finish_batch();
    LEVADA_CHECK(append_->begin(buffer_));
    sequence_ += 1;
    batch_count_ += 1;
    batch_.count = 0;
    return ok();
}

// What is gathered and then the message, in one call. Gives the message's offset.
Result<std::int64_t> BatchWriter::append_with(const DeliveryMessage& message) {
    LEVADA_CHECK(append_->finish());
    const std::string encoded = encode(message);
    std::vector<std::string_view> payloads;
    if (batch_.count > 0) {
        payloads.push_back(finish_batch());
        batch_count_ += 1;
        sequence_ += 1;
    }
    payloads.push_back(encoded);
    LEVADA_TRY(const std::int64_t first, queue_.append(options_.topic, payloads));
    batch_.count = 0;
    return first + static_cast<std::int64_t>(payloads.size()) - 1;
}

Result<std::int64_t> BatchWriter::append_boundary(const DeliveryMessage& boundary) {
    LEVADA_TRY(const std::int64_t offset, append_with(boundary));
    slice_ += 1;
    sequence_ = 0;
    slice_record_count_ = 0;
    open_slice();
    return offset;
}

void BatchWriter::open_slice() {
    open_sequence_ = sequence_;
    open_record_ = batch_.count;
    open_after_count_ = slice_record_count_;
}

Result<std::int64_t> BatchWriter::take_back() {
    const std::int64_t count = slice_record_count_ - open_after_count_;
    if (!options_.may_take_back || count == 0) {
        return 0;
    }
    LEVADA_CHECK(append_with(Retraction{.run = options_.run,
                                        .stream = options_.stream,
                                        .slice = slice_,
                                        .first_sequence = open_sequence_,
                                        .first_record = open_record_,
                                        .last_sequence = batch_.count > 0 ? sequence_ : sequence_ - 1,
                                        .count = count,
                                        .time_us = microseconds_of(clock_.now())}));
    open_slice();
    return count;
}

Result<std::int64_t> BatchWriter::checkpoint(const Json& state) {
    return append_boundary(Checkpoint{.run = options_.run,
                                      .stream = options_.stream,
                                      .slice = slice_,
                                      .count = slice_record_count_,
                                      .time_us = microseconds_of(clock_.now()),
                                      .raw_object = page_,
                                      .state = state});
}

Status BatchWriter::end(StreamOutcome outcome) {
    LEVADA_CHECK(append_boundary(StreamEnd{.run = options_.run,
                                           .stream = options_.stream,
                                           .slice = slice_,
                                           .count = slice_record_count_,
                                           .time_us = microseconds_of(clock_.now()),
                                           .outcome = outcome}));
    std::string().swap(buffer_);
    return append_->rest();
}

}  // namespace levada
