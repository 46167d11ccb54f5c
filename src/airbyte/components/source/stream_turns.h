#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// The groups of streams of which one at a time may be read: `stream_groups` of a manifest.
class StreamGroups {
public:
    explicit StreamGroups(const Json& manifest);

    /// Errors: invalid_config: the stream and one that it takes its partitions from are in one group.
    /// Source: ConcurrentDeclarativeSource._apply_stream_groups.
    Result<void> check(const Json& stream, const SourceContext& source) const;
    /// The groups that a read of `stream` keeps others out of: its own and those of the streams it takes partitions of.
    std::set<std::string> held_by(const Json& stream) const;

private:
    const std::string* find(const Json& stream) const;

    std::map<std::string, std::string, std::less<>> group_by_stream_;
};

/// What has to be known of a stream to say when it may be read.
struct StreamClaims {
    std::string name{};
    std::set<std::string> groups{};
};

/// Says which stream of a read comes next: the first that keeps to its groups; one name never twice at once. Not
/// thread-safe. Source: ConcurrentReadProcessor.start_next_partition_generator; here a stream keeps its groups until
/// its end.
class StreamTurns {
public:
    explicit StreamTurns(std::vector<StreamClaims> streams) : streams_(std::move(streams)), turns_(streams_.size()) {}

    /// The index of the next stream, which has begun then; nothing when all have, or those that are left must wait.
    std::optional<std::size_t> begin();
    void end(std::size_t stream);
    bool have_all_begun() const;

private:
    enum class Turn : std::uint8_t { waiting, reading, over };
    bool is_free(const StreamClaims& stream) const;

    std::vector<StreamClaims> streams_;
    std::vector<Turn> turns_;
};

}  // namespace levada::airbyte
