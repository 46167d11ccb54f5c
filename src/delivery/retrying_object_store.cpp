#include "levada/delivery/retrying_object_store.h"

#include <algorithm>
#include <utility>

namespace levada {
namespace {

/// The writer of one object. An append that failed has written nothing that counts: it is written over.
class RetryingWriter final : public ObjectWriter {
public:
    RetryingWriter(std::unique_ptr<ObjectWriter> writer, const RetryPolicy& policy, const RetryWorld& world)
        : writer_(std::move(writer)), policy_(policy), world_(world) {}

    Status append(std::string_view bytes) override {
        return with_retries(policy_, world_, [&] { return writer_->append(bytes); });
    }
    Result<ObjectInfo> publish() override {
        return with_retries(policy_, world_, [&] { return writer_->publish(); });
    }
    std::uint64_t size_bytes() const override { return writer_->size_bytes(); }

private:
    std::unique_ptr<ObjectWriter> writer_;
    const RetryPolicy& policy_;
    const RetryWorld& world_;
};

}  // namespace

RetryingObjectStore::RetryingObjectStore(ObjectStore& store, Clock& clock, RandomFraction random, RetryPolicy policy)
    : store_(store),
      policy_(policy),
      world_{[&clock] { return clock.monotonic(); },
             [&clock](std::chrono::nanoseconds wait) { clock.sleep_for(wait); },
             std::move(random)} {}

RetryPolicy RetryingObjectStore::policy_until(Deadline deadline) const {
    RetryPolicy policy = policy_;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline.remaining(world_.now()));
    policy.time_max = std::min(policy.time_max, left);
    return policy;
}

Result<ObjectInfo> RetryingObjectStore::put(const std::string& key, std::string_view bytes, Deadline deadline) {
    bool is_first = true;
    return with_retries(policy_until(deadline), world_, [&]() -> Result<ObjectInfo> {
        Result<ObjectInfo> written = store_.put(key, bytes, deadline);
        if (written.has_value() || std::exchange(is_first, false) || written.error().code() != ErrorCode::conflict) {
            return written;
        }
        LEVADA_TRY(const std::string held, store_.get(key, deadline));
        return held == bytes ? Result<ObjectInfo>(ObjectInfo{key, held.size()}) : written;
    });
}

Result<std::unique_ptr<ObjectWriter>> RetryingObjectStore::create(const std::string& key) {
    LEVADA_TRY(std::unique_ptr<ObjectWriter> writer, with_retries(policy_, world_, [&] { return store_.create(key); }));
    return std::make_unique<RetryingWriter>(std::move(writer), policy_, world_);
}

Result<std::string> RetryingObjectStore::get(const std::string& key, Deadline deadline) {
    return with_retries(policy_until(deadline), world_, [&] { return store_.get(key, deadline); });
}

Result<std::string> RetryingObjectStore::get_range(const std::string& key, ByteRange range, Deadline deadline) {
    return with_retries(policy_until(deadline), world_, [&] { return store_.get_range(key, range, deadline); });
}

Result<std::vector<ObjectInfo>> RetryingObjectStore::list(const std::string& prefix, Deadline deadline) {
    return with_retries(policy_until(deadline), world_, [&] { return store_.list(prefix, deadline); });
}

Status RetryingObjectStore::remove(const std::string& key, Deadline deadline) {
    return with_retries(policy_until(deadline), world_, [&] { return store_.remove(key, deadline); });
}

}  // namespace levada
