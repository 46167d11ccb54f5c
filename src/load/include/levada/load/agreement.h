#pragma once

#include <cstdint>

#include "levada/load/loader.h"

namespace levada {

/// Under this name the queue knows how far the newest commit of a stream's table reaches.
inline constexpr const char* kTableConsumer = "loader-table";

/// How far a stream's table reaches, as its newest commit says.
struct TableStanding {
    std::int64_t next_offset = 0;  ///< of the stream's topic; 0 without a commit
    std::int64_t generation_id = 0;
};

/// What the table in the target's folder says; no table stands at the beginning.
/// Errors: corruption, unsupported (another version of table), unavailable.
Result<TableStanding> standing_of(SqlEngine& engine, const Clock& clock, const LoadTarget& target);

/// Where in its topic a stream is to be loaded on from, when the queue and the table tell the same story. A folder that
/// was deleted or is not mounted, or an older one, would else become a table of new rows alone.
/// Errors: not_found (the table is gone), corruption (it has less than was loaded into it; the queue ends before what
/// it has), those of Queue.
Result<std::int64_t> agreed_offset(Queue& queue, const LoadTarget& target, const TableStanding& table);

/// From now on the stream's table is right as it is, and is loaded on from the topic's present end. Errors: those of
/// standing_of(), of Queue and of a rollback.
Status accept_table(Queue& queue, SqlEngine& engine, const Clock& clock, const LoadTarget& target);

/// Removes the unfinished new version of a table, if there is one. Errors: as accept_table().
Status abandon_version(SqlEngine& engine, const Clock& clock, const LoadTarget& target);

}  // namespace levada
