#include "batch_source.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace levada::load {
namespace {

/// The first `count` of the records.
std::string_view first_lines(std::string_view records, std::int64_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < records.size(); --count) {
        end = std::min(records.find('\n', end), records.size() - 1) + 1;
    }
    return records.substr(0, end);
}

}  // namespace

Result<std::optional<RecordBlock>> BatchSource::next() {
    if (place_ == batches_.size()) {
        return std::optional<RecordBlock>();
    }
    const BatchRef& ref = batches_[place_++];
    LEVADA_TRY(held_, queue_.read(topic_, ref.offset, 1));
    if (held_.empty() || held_.front().offset != ref.offset) {
        return Error(ErrorCode::corruption, "a batch is not in the queue any more")
            .with("topic", topic_)
            .with("offset", std::to_string(ref.offset));
    }
    LEVADA_TRY(DeliveryMessage decoded, decode(held_.front().payload).with("topic", topic_));
    auto* batch = std::get_if<RecordBatch>(&decoded);
    if (batch == nullptr) {
        return Error(ErrorCode::corruption, "a batch in the queue became another message").with("topic", topic_);
    }
    batch_ = std::move(*batch);
    batch_id_ = batch_.place.id();
    RecordBlock block;
    block.records = ref.count < batch_.count ? first_lines(batch_.records, ref.count) : batch_.records;
    block.batch_id = batch_id_;
    block.extracted_at_us = batch_.extracted_at_us;
    block.sync_id = batch_.sync_id;
    block.generation_id = batch_.generation_id;
    return std::optional<RecordBlock>(block);
}

Status BatchSource::reject(const RejectedRecord& record) {
    if (notes_ == nullptr) {
        return ok();
    }
    Rejection& rejection = notes_->rejections.emplace_back();
    rejection.body = std::string(record.line);
    rejection.letter.run = batch_.place.run;
    rejection.letter.stream = batch_.place.stream;
    rejection.letter.batch_id = batch_id_;
    rejection.letter.record = record.record;
    rejection.letter.code = std::string(to_string(record.cause.code()));
    rejection.letter.error = record.cause.message();
    rejection.letter.raw_object = batch_.raw_object_of(record.record);
    return ok();
}

void BatchSource::undeclared(std::string_view field, std::string_view /*value*/) {
    if (notes_ != nullptr) {
        notes_->undeclared.emplace(field);
    }
}

}  // namespace levada::load
