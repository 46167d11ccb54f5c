#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// What changed in a source's configuration while it was read (the tokens of refresh tokens that are used up), for the
/// copies that its streams have of it: shared<ConfigChanges>() of their contexts. Thread-safe.
class ConfigChanges {
public:
    using Path = std::vector<std::string>;

    /// Held while what depends on the configuration is looked at and replaced, so that two streams do not do it twice.
    /// Source: AbstractOauth2Authenticator._token_refresh_lock.
    std::mutex& turn() { return turn_; }

    /// Sets the value in the configuration of `context` and, when they next follow(), in those of all others.
    /// Errors: those of dpath::create().
    Result<void> set(SourceContext& context, const Path& path, Json value);
    /// Brings the configuration of `context` up to date. Costs next to nothing when nothing changed.
    /// Errors: those of dpath::create().
    Result<void> follow(SourceContext& context);

private:
    struct Change {
        std::uint64_t number = 0;
        Json value;
    };

    Result<void> catch_up(SourceContext& context);

    std::mutex turn_;
    std::mutex mutex_;
    std::map<Path, Change> changes_;  // under mutex_
    std::atomic<std::uint64_t> last_number_ = 0;
};

}  // namespace levada::airbyte
