#include "levada/load/agreement.h"

#include "load_position.h"

#include <algorithm>
#include <optional>
#include <string>

#include "levada/delivery/messages.h"
#include "levada/lake/table.h"

namespace levada {
namespace {

/// Under this name the queue knows where a table that was accepted as it is goes on. The table's own offset is part of
/// the name: after its next commit this counts no more.
std::string accepted_consumer(const TableStanding& table) {
    return "loader-from-" + std::to_string(table.next_offset);
}

Result<std::int64_t> end_of(Queue& queue, const std::string& topic) {
    const auto bounds = queue.bounds(topic);
    if (!bounds.has_value()) {
        return bounds.error().code() == ErrorCode::not_found ? Result<std::int64_t>(0) : bounds.error();
    }
    return bounds->second;
}

/// The commands that go on from here, for one stream.
std::string reset_hint(const LoadTarget& target) {
    return "`levada state reset " + target.pipeline + " --stream " + target.stream +
           "` lets the next run read everything again";
}

Error table_lost(const LoadTarget& target, const TableStanding& table, std::int64_t noted) {
    const bool is_gone = table.next_offset == 0;
    return Error(is_gone ? ErrorCode::not_found : ErrorCode::corruption,
                 is_gone ? "the stream's table is gone: records were loaded into it, and its state goes on after them"
                         : "the stream's table has less than was loaded into it: it is an older one")
        .with("table", target.folder.string())
        .with("loaded_to", std::to_string(noted))
        .with("table_reaches", std::to_string(table.next_offset))
        .hint("bring the folder back (is its disk mounted?); `levada replay " + target.pipeline + " --stream " +
              target.stream + "` makes the table anew from the raw zone; " + reset_hint(target));
}

Error queue_lost(const LoadTarget& target, const TableStanding& table, std::int64_t end) {
    return Error(ErrorCode::corruption, "the queue ends before what the table has loaded: messages are gone")
        .with("topic", topic_of(target.pipeline, target.stream))
        .with("offset", std::to_string(table.next_offset))
        .with("end", std::to_string(end))
        .hint("bring the queue's folder back (is its disk mounted?); `levada replay " + target.pipeline + " --stream " +
              target.stream +
              "` makes the table anew from the raw zone and goes on from the last known state; `levada "
              "state set " +
              target.pipeline + " FILE` says where to go on from; " + reset_hint(target));
}

}  // namespace

Result<TableStanding> standing_of(SqlEngine& engine, const Clock& clock, const LoadTarget& target) {
    if (!lake::Table::exists(target.folder)) {
        return TableStanding();
    }
    LEVADA_TRY(lake::Table table, lake::Table::open(engine, clock, target.folder));
    std::map<std::string, std::string> extra;
    for (const std::string_view key : {load::kOffsetsKey, load::kRunKey}) {
        const Result<std::optional<std::string>> value = table.last_extra(key);
        if (!value.has_value()) {
            return value.error().with("table", target.folder.string());
        }
        extra[std::string(key)] = value->value_or("");
    }
    LEVADA_TRY(const load::LoadPosition position,
               load::LoadPosition::parse(topic_of(target.pipeline, target.stream), extra));
    return TableStanding{position.next_offset, position.generation_id};
}

Result<std::int64_t> agreed_offset(Queue& queue, const LoadTarget& target, const TableStanding& table) {
    const std::string topic = topic_of(target.pipeline, target.stream);
    LEVADA_TRY(const std::optional<std::int64_t> known, queue.committed_offset(topic, kTableConsumer));
    LEVADA_TRY(const std::optional<std::int64_t> accepted, queue.committed_offset(topic, accepted_consumer(table)));
    const std::int64_t noted = known.value_or(0);
    // What was loaded after the acceptance ends it.
    const bool is_accepted = accepted.has_value() && *accepted >= noted;
    const std::int64_t offset = is_accepted ? *accepted : table.next_offset;
    if (offset < noted) {
        return table_lost(target, table, noted);
    }
    LEVADA_TRY(const std::int64_t end, end_of(queue, topic));
    if (offset > end) {
        return queue_lost(target, table, end);
    }
    return offset;
}

Status accept_table(Queue& queue, SqlEngine& engine, const Clock& clock, const LoadTarget& target) {
    LEVADA_TRY(const TableStanding table, standing_of(engine, clock, target));
    if (agreed_offset(queue, target, table).has_value()) {
        return ok();
    }
    LEVADA_CHECK(abandon_version(engine, clock, target));
    const std::string topic = topic_of(target.pipeline, target.stream);
    LEVADA_TRY(const std::int64_t end, end_of(queue, topic));
    LEVADA_TRY(const std::optional<std::int64_t> noted, queue.committed_offset(topic, kTableConsumer));
    if (noted.value_or(0) > end) {
        // The topic is another one than the one that it is known of.
        LEVADA_CHECK(queue.commit_offset(topic, kTableConsumer, 0));
    }
    return queue.commit_offset(topic, accepted_consumer(table), end);
}

Status abandon_version(SqlEngine& engine, const Clock& clock, const LoadTarget& target) {
    if (!lake::Table::exists(target.folder)) {
        return ok();
    }
    LEVADA_TRY(lake::Table table, lake::Table::open(engine, clock, target.folder));
    LEVADA_TRY(const auto version, table.replacement(lake::ReplacementStart::pending));
    return version == nullptr ? ok() : version->abandon();
}

}  // namespace levada
