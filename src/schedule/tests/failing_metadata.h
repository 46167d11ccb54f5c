#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/testing/memory_metadata.h"

namespace levada::schedule::testing {

/// Metadata in memory that can be told to fail.
class FailingMetadata final : public Metadata {
public:
    void fail_with(std::optional<Error> error) { error_ = std::move(error); }

    Status put(const std::string& collection, const std::string& key, const Json& value) override {
        return error_ ? Status(*error_) : inner_.put(collection, key, value);
    }
    Status put_if(const std::string& collection,
                  const std::string& key,
                  const Json& value,
                  std::int64_t expected) override {
        return error_ ? Status(*error_) : inner_.put_if(collection, key, value, expected);
    }
    Result<std::optional<MetadataEntry>> get(const std::string& collection, const std::string& key) override {
        return inner_.get(collection, key);
    }
    Result<std::vector<MetadataEntry>> list(const std::string& collection, const ListOptions& options) override {
        if (error_) {
            return *error_;
        }
        return inner_.list(collection, options);
    }
    Status remove(const std::string& collection, const std::string& key) override {
        return inner_.remove(collection, key);
    }

private:
    levada::testing::MemoryMetadata inner_;
    std::optional<Error> error_;
};

}  // namespace levada::schedule::testing
