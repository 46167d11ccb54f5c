#pragma once

#include <memory>
#include <string>
#include <vector>

#include "levada/base/retry_policy.h"
#include "levada/ports/clock.h"
#include "levada/ports/object_store.h"

namespace levada {

/// An object store whose calls are tried again when they fail for a passing reason (retry_policy.h); a full disk is
/// none. No attempt begins after the call's deadline. A put whose first attempt may have been written is compared with
/// what is there. Thread-safe; must outlive its writers.
class RetryingObjectStore final : public ObjectStore {
public:
    /// Borrows `store` and `clock`.
    RetryingObjectStore(ObjectStore& store, Clock& clock, RandomFraction random, RetryPolicy policy = {});

    Result<ObjectInfo> put(const std::string& key, std::string_view bytes, Deadline deadline) override;
    Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) override;
    Result<std::string> get(const std::string& key, Deadline deadline) override;
    Result<std::string> get_range(const std::string& key, ByteRange range, Deadline deadline) override;
    Result<std::vector<ObjectInfo>> list(const std::string& prefix, Deadline deadline) override;
    Status remove(const std::string& key, Deadline deadline) override;

private:
    RetryPolicy policy_until(Deadline deadline) const;

    ObjectStore& store_;
    RetryPolicy policy_;
    RetryWorld world_;
};

}  // namespace levada
