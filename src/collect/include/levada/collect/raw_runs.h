#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/ports/object_store.h"

namespace levada {

/// What the raw zone holds of one run of a pipeline.
struct RawRun {
    std::string run{};
    Instant begun_at{};                                        ///< told by the run's id
    std::map<std::string, std::vector<ObjectInfo>> streams{};  ///< the objects of each stream, in their order
    std::uint64_t size_bytes = 0;                              ///< of all objects, as they are stored
};

/// The time in a run's id (20260102T030405.678Z-1a2b3c4d). Errors: invalid_data.
Result<Instant> time_of_run(std::string_view run);

/// The runs of which the raw zone holds responses, the oldest first; what is no raw object is passed over.
/// Errors: those of ObjectStore::list().
Result<std::vector<RawRun>> list_raw_runs(ObjectStore& objects, const std::string& pipeline);

/// The page of an earlier run that a run's stream went on after, `key#offset`, as its first part says; empty when it
/// began from nothing, or does not say. Errors: those of ObjectStore::get_range(), corruption.
Result<std::string> place_before(ObjectStore& objects, const std::vector<ObjectInfo>& parts);

/// Removes the objects of all runs that began before `oldest`; gives their number. Errors: those of ObjectStore.
Result<std::int64_t> remove_raw_runs_before(ObjectStore& objects, const std::string& pipeline, Instant oldest);

}  // namespace levada
