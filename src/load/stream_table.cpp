#include "stream_table.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "levada/lake/schema_inference.h"

namespace levada::load {
namespace {

std::int64_t micros_of(Instant when) {
    return std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
}

std::uint64_t size_of(const std::vector<BatchRef>& batches) {
    std::uint64_t size = 0;
    for (const BatchRef& batch : batches) {
        size += batch.size_bytes;
    }
    return size;
}

std::int64_t count_of(const std::vector<BatchRef>& batches) {
    std::int64_t count = 0;
    for (const BatchRef& batch : batches) {
        count += batch.count;
    }
    return count;
}

/// The average record of the batch whose records are the largest.
std::uint64_t row_size_of(const std::vector<BatchRef>& batches) {
    std::uint64_t size = 0;
    for (const BatchRef& batch : batches) {
        size = std::max(size, batch.size_bytes / static_cast<std::uint64_t>(std::max<std::int64_t>(1, batch.count)));
    }
    return size;
}

/// "60" of 3 of 5, "57.2" of 4 of 7: one decimal where it is not whole, rounded up, as what is more than a limit has to
/// look so; a share is never rounded up to all.
std::string percent_text(std::int64_t part, std::int64_t whole) {
    constexpr std::int64_t kTenthsOfAll = 1'000;
    constexpr std::int64_t kTenths = 10;
    const std::int64_t tenths = std::min((part * kTenthsOfAll + whole - 1) / whole, kTenthsOfAll - 1);
    const bool is_whole = part * kTenthsOfAll % whole == 0 && tenths % kTenths == 0;
    return std::to_string(tenths / kTenths) + (is_whole ? "" : "." + std::to_string(tenths % kTenths));
}

}  // namespace

StreamTable::StreamTable(
    Queue& queue, SqlEngine& engine, const Clock& clock, const LoadTarget& target, const LoadOptions& options)
    : queue_(queue),
      engine_(engine),
      clock_(clock),
      target_(target),
      options_(options),
      topic_(topic_of(target.pipeline, target.stream)) {}

Result<LoadPosition> StreamTable::open() {
    version_.reset();
    table_.reset();
    has_commits_ = false;
    shown_offset_ = 0;
    if (!lake::Table::exists(target_.folder)) {
        return LoadPosition();
    }
    LEVADA_TRY(lake::Table opened, lake::Table::open(engine_, clock_, target_.folder));
    table_ = std::make_unique<lake::Table>(std::move(opened));
    LEVADA_TRY(version_, table_->replacement(lake::ReplacementStart::pending));
    LEVADA_CHECK(table_->roll_back_pending(version_ ? version_->instant() : ""));
    std::map<std::string, std::string> extra;
    for (const std::string_view key : {kOffsetsKey, kRunKey, kFieldsKey}) {
        LEVADA_TRY(const std::optional<std::string> value, table_->last_extra(key));
        if (value.has_value()) {
            extra[std::string(key)] = *value;
        }
    }
    has_commits_ = !extra.empty();
    LEVADA_TRY(LoadPosition position, LoadPosition::parse(topic_, extra));
    run_generation_ = position.generation_id;
    shown_offset_ = position.next_offset;
    if (version_ != nullptr) {
        const LoadPosition shown = position;
        LEVADA_TRY(position, LoadPosition::parse(topic_, version_->saved_extra()));
        run_generation_ = position.generation_id;
        position.generation_id = shown.generation_id;
        position.is_whole = shown.is_whole;
    }
    has_declared_schema_ = position.is_declared;
    if (!position.fields.empty()) {
        LEVADA_TRY(schema_, lake::StreamSchema::parse(position.fields));
    }
    LEVADA_CHECK(check_key());
    return position;
}

lake::TableOptions StreamTable::table_options() const {
    lake::TableOptions options;
    options.name = target_.stream;
    options.order = lake::kExtractedAtColumn;
    if (target_.mode == LoadMode::append) {
        options.key = {std::string(lake::kRawIdColumn)};
        return options;
    }
    for (const std::string& field : target_.primary_key) {
        const lake::StreamField* found = schema_.find_field(field);
        options.key.push_back(found == nullptr ? lake::sanitized_name(field) : found->column);
    }
    return options;
}

Status StreamTable::check_key() {
    if (schema_.fields.empty() || table_->options().key == table_options().key) {
        return ok();
    }
    return Error(ErrorCode::conflict,
                 "the table has another record key than its stream's sync mode and primary key want")
        .with("table", target_.folder.string())
        .hint("remove the table's folder, then `levada state reset " + target_.pipeline + " --stream " +
              target_.stream + "`: the next run makes it anew");
}

Status StreamTable::make_table() {
    if (table_ != nullptr) {
        return ok();
    }
    LEVADA_TRY(lake::Table made, lake::Table::create(engine_, clock_, target_.folder, table_options()));
    table_ = std::make_unique<lake::Table>(std::move(made));
    return ok();
}

/// A key or cursor field that the schema forgot is a column all the same.
Status StreamTable::add_key_fields() {
    if (target_.mode == LoadMode::append) {
        return ok();
    }
    if (target_.primary_key.empty()) {
        return Error(ErrorCode::invalid_config, "append_dedup needs a primary key").with("stream", target_.stream);
    }
    std::vector<lake::StreamField> missing;
    for (const std::string& field : target_.primary_key) {
        if (schema_.find_field(field) == nullptr) {
            missing.push_back({"", field, ColumnType::text});
        }
    }
    if (!target_.cursor_field.empty() && schema_.find_field(target_.cursor_field) == nullptr) {
        missing.push_back({"", target_.cursor_field, ColumnType::text});
    }
    schema_ = lake::with_fields(std::move(schema_), missing);
    return ok();
}

Status StreamTable::abandon_version() {
    if (version_ != nullptr) {
        LEVADA_CHECK(version_->abandon());
        version_.reset();
    }
    return ok();
}

Status StreamTable::begin_run(const StreamBegin& begin, const LoadPosition& position) {
    const std::vector<lake::StreamField> declared = lake::fields_of_json_schema(begin.schema);
    has_declared_schema_ = !declared.empty();
    if (has_declared_schema_) {
        schema_ = lake::with_fields(std::move(schema_), declared);
        LEVADA_CHECK(add_key_fields());
    }
    // A run that reads everything makes its version anew: of the one before it some may have been loaded early.
    if (begin.generation_id != run_generation_ || !target_.is_resumed) {
        LEVADA_CHECK(abandon_version());
    }
    run_generation_ = begin.generation_id;
    if (version_ == nullptr && begin.generation_id > position.generation_id) {
        // The very first version is no exception: nothing of it is shown before its run has ended.
        LEVADA_CHECK(make_table());
        LEVADA_TRY(version_, table_->replacement(lake::ReplacementStart::fresh));
    }
    return ok();
}

/// Without a declared schema the batches themselves tell the fields.
Status StreamTable::learn_fields(const std::vector<BatchRef>& batches) {
    if (!has_declared_schema_) {
        lake::SchemaInference inference;
        BatchSource source(queue_, topic_, batches, nullptr);
        while (true) {
            LEVADA_TRY(const std::optional<RecordBlock> block, source.next());
            if (!block.has_value()) {
                break;
            }
            inference.look_at(block->records);
        }
        schema_ = lake::with_fields(std::move(schema_), inference.fields());
    }
    return add_key_fields();
}

Result<std::string> StreamTable::column_of(const std::string& field) const {
    const lake::StreamField* found = schema_.find_field(field);
    if (found == nullptr) {
        return Error(ErrorCode::invalid_config, "the stream has no field of that name").with("field", field);
    }
    return found->column;
}

Result<lake::WriteOptions> StreamTable::write_options() const {
    lake::WriteOptions options;
    options.columns = lake::table_columns(schema_);
    if (target_.mode == LoadMode::append) {
        options.operation = lake::Operation::insert;
        return options;
    }
    options.operation = lake::Operation::upsert;
    if (!target_.cursor_field.empty()) {
        LEVADA_TRY(options.order.emplace_back(), column_of(target_.cursor_field));
    }
    options.order.emplace_back(lake::kExtractedAtColumn);
    if (const lake::StreamField* deleted = schema_.find_field(lake::kDeletedAtField)) {
        options.deleted_column = deleted->column;
    }
    return options;
}

Status StreamTable::keep_rejections(const ReadingNotes& notes, std::int64_t record_count, const LoadReport& report) {
    if (notes.rejections.empty()) {
        return ok();
    }
    std::vector<std::string> messages;
    for (const Rejection& rejection : notes.rejections) {
        DeadLetter letter = rejection.letter;
        letter.time_us = micros_of(clock_.now());
        letter.connector = target_.connector;
        letter.body = rejection.body;
        messages.push_back(encode(letter));
    }
    const std::vector<std::string_view> payloads(messages.begin(), messages.end());
    LEVADA_CHECK(queue_.append(dead_letter_topic_of(target_.pipeline, target_.stream), payloads));
    const auto count = static_cast<std::int64_t>(notes.rejections.size());
    const DeadLetterLimit& limit = options_.dead_letters;
    constexpr std::int64_t kPercent = 100;
    const std::int64_t count_of_run = rejected_before_ + report.rejected_count + count;
    if (count_of_run <= limit.count_max && count * kPercent <= limit.percent_max * record_count) {
        return ok();
    }
    return Error(ErrorCode::invalid_data,
                 std::to_string(count_of_run) + " records cannot be processed, " + std::to_string(count) + " of the " +
                     std::to_string(record_count) +
                     " of this commit: more than dead_letters allows; the stream was stopped, its records wait")
        .hint("levada dlq ls --by-cause tells why; mend it or raise dead_letters in levada.yaml, then levada run");
}

Result<lake::CommitInfo> StreamTable::write(lake::RowFeed& feed, const lake::WriteOptions& options) {
    if (version_ != nullptr) {
        return version_->add(feed, options);
    }
    return table_->write(feed, options);
}

Status StreamTable::load(const std::vector<BatchRef>& batches, LoadPosition& position, LoadReport& report) {
    LEVADA_CHECK(learn_fields(batches));
    LEVADA_CHECK(make_table());
    LEVADA_TRY(lake::WriteOptions options, write_options());
    ReadingNotes notes;
    bool is_first_reading = true;
    lake::RecordFeed feed(engine_, lake::record_columns(schema_), [&]() -> Result<std::unique_ptr<RecordSource>> {
        ReadingNotes* noted = std::exchange(is_first_reading, false) ? &notes : nullptr;
        return std::make_unique<BatchSource>(queue_, topic_, batches, noted);
    });
    LoadPosition next = position;
    if (!batches.empty()) {
        next.last_batch = batches.back().place;
    }
    // A replay of dead letters begins with generation 0: it adds to the table, whichever generation that is.
    next.generation_id = std::max(position.generation_id, run_generation_);
    next.is_declared = has_declared_schema_;
    next.fields = schema_.print();
    if (batches.empty()) {
        options.operation = lake::Operation::upsert;  // An insert would write a file without rows.
    }
    options.extra = next.print(topic_, batches);
    options.row_size_bytes = row_size_of(batches);
    options.incoming_size_bytes = std::max<std::uint64_t>(1, size_of(batches));
    options.before_publish = [&] { return keep_rejections(notes, count_of(batches), report); };
    LEVADA_TRY(const lake::CommitInfo info, write(feed, options));
    has_commits_ = has_commits_ || version_ == nullptr;
    if (version_ != nullptr) {
        next.generation_id = position.generation_id;
    } else {
        next.is_whole = true;
        shown_offset_ = next.next_offset;
    }
    position = std::move(next);
    ++report.commit_count;
    report.newest_instant = info.instant;
    report.batch_count += static_cast<std::int64_t>(batches.size());
    report.record_count += info.insert_count + info.update_count;
    report.deleted_count += info.delete_count;
    report.rejected_count += static_cast<std::int64_t>(notes.rejections.size());
    report.size_bytes += size_of(batches);
    for (const std::string& field : notes.undeclared) {
        report.undeclared_fields.push_back(field);
    }
    return ok();
}

Result<std::int64_t> StreamTable::row_count() {
    LEVADA_TRY(const lake::Snapshot snapshot, table_->snapshot(""));
    if (snapshot.instant.empty()) {
        return 0;
    }
    LEVADA_TRY(const auto rows, engine_.query("SELECT count(*) FROM (" + snapshot.sql + ")", {}, Deadline::never()));
    LEVADA_TRY(const bool has_row, rows->next());
    LEVADA_ASSERT(has_row);
    LEVADA_TRY(const Json count, rows->value(0));
    return count.as_integer();
}

/// Why the new version must not take the place of the table's rows; empty when it may.
Result<std::string> StreamTable::refusal_of_version() {
    if (!has_commits_) {
        return std::string();
    }
    LEVADA_TRY(const std::int64_t held, row_count());
    const std::int64_t given = version_->row_count();
    if (held == 0 || given >= held) {
        return std::string();
    }
    const std::string counts =
        "the source gave " + std::to_string(given) + " records, the table has " + std::to_string(held) + " rows";
    if (given == 0) {
        return options_.guard.when_empty == EmptyVersion::replace
                   ? std::string()
                   : counts + " and keeps them (overwrite.when_empty is keep)";
    }
    constexpr std::int64_t kPercent = 100;
    if ((held - given) * kPercent <= held * options_.guard.shrink_percent_max) {
        return std::string();
    }
    return counts + " and keeps them: that is " + percent_text(held - given, held) +
           " % fewer, overwrite.shrink_percent_max allows " + std::to_string(options_.guard.shrink_percent_max) + " %";
}

/// As long as the table has no whole version, an incomplete one is all there is to see: it is shown, unless the one
/// that is shown already has more rows.
Result<bool> StreamTable::may_show_incomplete(const LoadPosition& position) {
    if (!options_.shows_incomplete || (has_commits_ && position.is_whole) || version_->row_count() == 0) {
        return false;
    }
    LEVADA_TRY(const std::int64_t held, has_commits_ ? row_count() : Result<std::int64_t>(0));
    return version_->row_count() >= held;
}

Status StreamTable::end_run(const StreamEnd& end, LoadPosition& position, LoadReport& report) {
    if (version_ == nullptr) {
        const bool is_to_be_made = !has_commits_ && end.outcome == StreamOutcome::complete && !schema_.fields.empty();
        return is_to_be_made ? load({}, position, report) : ok();
    }
    if (end.outcome != StreamOutcome::complete) {
        LEVADA_TRY(const bool is_shown, may_show_incomplete(position));
        // Its generation is not the table's: the next run makes a version anew.
        position.is_whole = position.is_whole && !is_shown;
        return is_shown ? show_version(position, report) : ok();
    }
    LEVADA_TRY(report.refusal, refusal_of_version());
    if (!report.refusal.empty() || schema_.fields.empty()) {
        return abandon_version();
    }
    position.generation_id = run_generation_;
    position.is_whole = true;
    return show_version(position, report);
}

Status StreamTable::show_version(LoadPosition& position, LoadReport& report) {
    LEVADA_TRY(lake::WriteOptions options, write_options());
    position.is_declared = has_declared_schema_;
    position.fields = schema_.print();
    options.extra = position.print(topic_, {});
    LEVADA_TRY(const lake::CommitInfo info, version_->commit(options));
    version_.reset();
    has_commits_ = true;
    shown_offset_ = position.next_offset;
    ++report.commit_count;
    report.newest_instant = info.instant;
    return ok();
}

Status StreamTable::clean(std::int64_t retained_commit_count) {
    if (table_ == nullptr || version_ != nullptr) {
        return ok();
    }
    LEVADA_CHECK(table_->clean(retained_commit_count));
    return ok();
}

}  // namespace levada::load
