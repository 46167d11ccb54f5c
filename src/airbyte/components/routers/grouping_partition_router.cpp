#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kParentSlice = "parent_slice";

/// A list of what each slice of the batch has under `key`, null where it has nothing.
Json gathered(const std::vector<StreamSlice>& batch, std::string_view key, const Json& (StreamSlice::*part)() const) {
    Json values = Json::array();
    for (const StreamSlice& slice : batch) {
        const Json* value = (slice.*part)().find(key);
        values.push_back(value != nullptr ? *value : Json());
    }
    return values;
}

Result<StreamSlice> group_of(const std::vector<StreamSlice>& batch) {
    Json partition = Json::object();
    for (const Json::Member& member : batch.front().partition().as_object()) {
        partition.set(member.key, gathered(batch, member.key, &StreamSlice::partition));
    }
    Json extra = Json::object();
    for (const StreamSlice& slice : batch) {
        for (const Json::Member& member : slice.extra_fields().as_object()) {
            if (!extra.contains(member.key)) {
                extra.set(member.key, gathered(batch, member.key, &StreamSlice::extra_fields));
            }
        }
    }
    return StreamSlice::make(std::move(partition), Json::object(), std::move(extra));
}

/// The one value of a partition besides its parent's slice.
Result<const Json*> only_value(const StreamSlice& slice) {
    const Json* value = nullptr;
    int count = 0;
    for (const Json::Member& member : slice.partition().as_object()) {
        if (member.key != kParentSlice) {
            value = &member.value;
            ++count;
        }
    }
    if (count != 1) {
        return Error(
            ErrorCode::invalid_data,
            "GroupingPartitionRouter expects a single partition key-value pair, got " + slice.partition().dump());
    }
    return value;
}

/// Several partitions of another router in one slice: what to ask for in one request.
class GroupingPartitionRouter final : public PartitionRouter {
public:
    GroupingPartitionRouter(std::shared_ptr<PartitionRouter> inner, std::size_t group_size, bool is_deduplicated)
        : inner_(std::move(inner)), group_size_(group_size), is_deduplicated_(is_deduplicated) {}

    Result<std::unique_ptr<SliceSequence>> slices() override;
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }
    /// The parents' state when the newest group was complete, not while the next one is gathered.
    Result<Json> parent_state() override { return state_; }
    bool has_incremental_parent() const override { return inner_->has_incremental_parent(); }
    bool needs_global_cursor() const override { return true; }

private:
    class Groups;

    std::shared_ptr<PartitionRouter> inner_;
    std::size_t group_size_;
    bool is_deduplicated_;
    Json state_ = Json::object();
};

class GroupingPartitionRouter::Groups final : public SliceSequence {
public:
    Groups(GroupingPartitionRouter& router, std::unique_ptr<SliceSequence> inner)
        : router_(router), inner_(std::move(inner)) {}

    Result<std::optional<StreamSlice>> next() override {
        std::vector<StreamSlice> batch;
        while (!is_done_ && batch.size() < router_.group_size_) {
            LEVADA_TRY(std::optional<StreamSlice> slice, inner_->next());
            if (!slice) {
                is_done_ = true;
                break;
            }
            LEVADA_TRY(const Json* value, only_value(*slice));
            if (router_.is_deduplicated_ && (value->is_array() || value->is_object())) {
                return Error(ErrorCode::invalid_data,
                             "GroupingPartitionRouter: a list or mapping cannot be told from equal ones; set "
                             "deduplicate to false: " +
                                 value->dump());  // Python: unhashable type.
            }
            if (!router_.is_deduplicated_ || seen_.insert(sorted_json_text(*value)).second) {
                batch.push_back(std::move(*slice));
            }
        }
        LEVADA_TRY(router_.state_, router_.inner_->parent_state());
        if (batch.empty()) {
            return std::optional<StreamSlice>();
        }
        LEVADA_TRY(StreamSlice group, group_of(batch));
        return std::optional<StreamSlice>(std::move(group));
    }

private:
    GroupingPartitionRouter& router_;
    std::unique_ptr<SliceSequence> inner_;
    std::unordered_set<std::string> seen_;
    bool is_done_ = false;
};

Result<std::unique_ptr<SliceSequence>> GroupingPartitionRouter::slices() {
    LEVADA_TRY(std::unique_ptr<SliceSequence> inner, inner_->slices());
    return std::make_unique<Groups>(*this, std::move(inner));
}

Result<std::shared_ptr<PartitionRouter>> make_grouping_partition_router(const FieldValues& fields) {
    const std::int64_t group_size = fields.integer("group_size");
    if (group_size < 1) {
        return fields.error("group_size", "wanted more than 0, found " + std::to_string(group_size));
    }
    LEVADA_TRY(std::shared_ptr<PartitionRouter> inner,
               fields.component<PartitionRouter>("underlying_partition_router"));
    if (inner->has_request_options()) {
        return fields.error("underlying_partition_router", "request options are not supported for grouped partitions");
    }
    return std::make_shared<GroupingPartitionRouter>(
        std::move(inner), static_cast<std::size_t>(group_size), fields.boolean("deduplicate", true));
}

}  // namespace

ComponentSpec<PartitionRouter> spec_grouping_partition_router() {
    return {
        .type = "GroupingPartitionRouter",
        .summary = "Several partitions of another router in one slice.",
        .fields = {integer_field("group_size").required().unit("partitions").doc("Partitions in a group."),
                   component_field("underlying_partition_router")
                       .required()
                       .of({"ListPartitionRouter",
                            "SubstreamPartitionRouter",
                            "UnionPartitionRouter",
                            "CustomPartitionRouter"})
                       .doc("Gives the partitions; it may not have request options."),
                   boolean_field("deduplicate").doc("Skip values that were already seen; true by default.")},
        .example =
            "type: GroupingPartitionRouter\ngroup_size: 10\nunderlying_partition_router:\n"
            "  type: ListPartitionRouter\n  cursor_field: id\n  values: [a, b]\n",
        .make = make_grouping_partition_router,
    };
}

}  // namespace levada::airbyte
