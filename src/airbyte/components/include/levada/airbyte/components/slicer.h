#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/request_parts.h"
#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {

/// A sequence of slices computed as they are asked for: memory stays bounded by one slice (and one parent page).
class SliceSequence {
public:
    virtual ~SliceSequence() = default;
    /// The next slice, or nullopt at the end. May send requests (parent streams).
    /// Errors: those of the parent stream; the sequence is then over.
    virtual Result<std::optional<StreamSlice>> next() = 0;
};

/// Cuts a stream into slices. Source: streams/concurrent/partitions/stream_slicer.py.
class StreamSlicer {
public:
    virtual ~StreamSlicer() = default;
    /// A new sequence from the beginning. Errors: invalid_data from templates.
    virtual Result<std::unique_ptr<SliceSequence>> slices() = 0;
};

/// Slices by partition (list items, parent records). Source: partition_routers/partition_router.py.
class PartitionRouter : public StreamSlicer, public RequestOptionsProvider {
public:
    /// State of the parents read incrementally, {parent name: state}; null when the router has no parents.
    virtual Result<Json> parent_state() = 0;
    /// True when a parent stream is read from its own state (incremental_dependency).
    virtual bool has_incremental_parent() const { return false; }
    /// True when slices are no partitions that could keep a state each (GroupingPartitionRouter).
    virtual bool needs_global_cursor() const { return false; }
    /// True for the router of one empty slice: a cursor beside it is not per partition.
    virtual bool is_single() const { return false; }
    /// True when the router puts partition values on requests by itself.
    virtual bool has_request_options() const { return false; }
};

/// Builds what a retriever's `partition_router` says: one router, the cartesian product of a list of them, or for null
/// the router of one empty slice. Set context.input_state before. Errors: invalid_config, unsupported.
Result<std::shared_ptr<PartitionRouter>> build_partition_router(const Json* node, BuildContext& context);

std::vector<ComponentSpec<PartitionRouter>> specs_of_routers();
template <>
struct FamilyOf<PartitionRouter> {
    static constexpr std::string_view kName = "partition router";
    static std::vector<ComponentSpec<PartitionRouter>> specs() { return specs_of_routers(); }
};

}  // namespace levada::airbyte
