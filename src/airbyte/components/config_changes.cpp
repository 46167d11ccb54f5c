#include "config_changes.h"

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {
namespace {

/// The number of the last change that a context has.
struct SeenChange {
    std::atomic<std::uint64_t> number = 0;
};

}  // namespace

Result<void> ConfigChanges::set(SourceContext& context, const Path& path, Json value) {
    const std::scoped_lock lock(mutex_);
    LEVADA_CHECK(catch_up(context));
    LEVADA_CHECK(dpath::create(context.mutable_config(), path, value));
    const std::uint64_t number = last_number_ + 1;
    changes_[path] = {number, std::move(value)};
    context.own<SeenChange>().number = number;
    last_number_ = number;
    return ok();
}

Result<void> ConfigChanges::follow(SourceContext& context) {
    if (context.own<SeenChange>().number == last_number_) {
        return ok();
    }
    const std::scoped_lock lock(mutex_);
    return catch_up(context);
}

Result<void> ConfigChanges::catch_up(SourceContext& context) {
    SeenChange& seen = context.own<SeenChange>();
    for (const auto& [path, change] : changes_) {
        if (change.number > seen.number) {
            LEVADA_CHECK(dpath::create(context.mutable_config(), path, change.value));
        }
    }
    seen.number = last_number_.load();
    return ok();
}

}  // namespace levada::airbyte
