#include "stream_turns.h"

#include "stream_configs.h"

#include <algorithm>
#include <utility>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/assert.h"

namespace levada::airbyte {

namespace {

/// Calls `visit` for every stream that `stream` takes its partitions of, and that those take theirs of.
template <class Visit>
void for_each_ancestor(const Json& stream, const Visit& visit) {
    std::vector<const Json*> left = parent_streams(stream);
    while (!left.empty()) {
        const Json& ancestor = *left.back();
        left.pop_back();
        visit(ancestor);
        const std::vector<const Json*> more = parent_streams(ancestor);
        left.insert(left.end(), more.begin(), more.end());
    }
}

}  // namespace

StreamGroups::StreamGroups(const Json& manifest) {
    const Json* groups = manifest.find("stream_groups");
    if (groups == nullptr || !groups->is_object()) {
        return;
    }
    for (const Json::Member& group : groups->as_object()) {
        const Json* streams = group.value.find("streams");
        for (const Json* stream : streams == nullptr ? std::vector<const Json*>() : items_of(*streams)) {
            if (const std::string name(stream->string_or("name", "")); !name.empty()) {
                group_by_stream_[name] = group.key;
            }
        }
    }
}

const std::string* StreamGroups::find(const Json& stream) const {
    const auto found = group_by_stream_.find(stream.string_or("name", ""));
    return found == group_by_stream_.end() ? nullptr : &found->second;
}

Result<void> StreamGroups::check(const Json& stream, const SourceContext& source) const {
    const std::string* own = find(stream);
    if (own == nullptr) {
        return ok();
    }
    std::optional<Error> refusal;
    for_each_ancestor(stream, [&](const Json& ancestor) {
        const std::string* group = find(ancestor);
        if (group != nullptr && *group == *own) {
            refusal = Error(ErrorCode::invalid_config,
                            "stream_groups: stream \"" + std::string(stream.string_or("name", "")) +
                                "\" and its parent stream \"" + std::string(ancestor.string_or("name", "")) +
                                "\" are both in group \"" + *own + "\": neither could be read before the other")
                          .at(source.manifest_file, stream.line());
        }
    });
    return refusal ? Result<void>(*refusal) : ok();
}

std::set<std::string> StreamGroups::held_by(const Json& stream) const {
    std::set<std::string> held;
    if (group_by_stream_.empty()) {
        return held;
    }
    const auto add = [&](const Json& node) {
        if (const std::string* group = find(node); group != nullptr) {
            held.insert(*group);
        }
    };
    add(stream);
    for_each_ancestor(stream, add);
    return held;
}

bool StreamTurns::is_free(const StreamClaims& stream) const {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (turns_[i] != Turn::reading) {
            continue;
        }
        const StreamClaims& other = streams_[i];
        const bool is_shared = std::any_of(stream.groups.begin(), stream.groups.end(), [&other](const auto& group) {
            return other.groups.contains(group);
        });
        if (is_shared || other.name == stream.name) {
            return false;
        }
    }
    return true;
}

std::optional<std::size_t> StreamTurns::begin() {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (turns_[i] == Turn::waiting && is_free(streams_[i])) {
            turns_[i] = Turn::reading;
            return i;
        }
    }
    return std::nullopt;
}

void StreamTurns::end(std::size_t stream) {
    LEVADA_ASSERT(turns_[stream] == Turn::reading);
    turns_[stream] = Turn::over;
}

bool StreamTurns::have_all_begun() const {
    return std::none_of(turns_.begin(), turns_.end(), [](Turn turn) { return turn == Turn::waiting; });
}

}  // namespace levada::airbyte
