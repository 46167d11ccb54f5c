#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// Largest object. Source: S3 API, PutObject (largest single PUT).
inline constexpr std::uint64_t kObjectSizeBytesMax = std::uint64_t{5} << 30;

/// What a store knows of an object without reading it.
struct ObjectInfo {
    std::string key;
    std::uint64_t size_bytes = 0;
};

/// A part of an object.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t size_bytes = 0;
};

/// An object that grows until it is published. Not thread-safe; dropping it unpublished leaves nothing behind.
class ObjectWriter {
public:
    virtual ~ObjectWriter() = default;

    /// Appends. Errors: unavailable (disk full), internal.
    virtual Status append(std::string_view bytes) = 0;
    /// Makes everything appended durable and visible under the key. Errors: conflict (key exists), unavailable.
    virtual Result<ObjectInfo> publish() = 0;
    /// Bytes appended so far.
    virtual std::uint64_t size_bytes() const = 0;
};

/// Immutable byte objects by key (`/`-separated, no `..`). Thread-safe.
/// Every adapter runs tests/contract/object_store_contract.h.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    /// Writes `bytes` under `key`, whole or not at all: no reader ever sees a part.
    /// Errors: conflict (key exists), unavailable (retry), deadline_exceeded (may have been written: get() to know).
    virtual Result<ObjectInfo> put(const std::string& key, std::string_view bytes, Deadline deadline) = 0;
    /// A large object piece by piece. Errors: conflict, unavailable.
    virtual Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) = 0;
    /// Errors: not_found, unavailable, deadline_exceeded.
    virtual Result<std::string> get(const std::string& key, Deadline deadline) = 0;
    /// What the object has of `range`: fewer bytes at its end, none behind it. Errors: those of get().
    virtual Result<std::string> get_range(const std::string& key, ByteRange range, Deadline deadline) = 0;
    /// Keys that begin with `prefix`, in byte order. Errors: unavailable.
    virtual Result<std::vector<ObjectInfo>> list(const std::string& prefix, Deadline deadline) = 0;
    /// No error when it is not there. Errors: unavailable.
    virtual Status remove(const std::string& key, Deadline deadline) = 0;
};

}  // namespace levada
