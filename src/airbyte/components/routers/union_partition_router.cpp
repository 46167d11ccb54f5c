#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

/// The slice with its one partition field; what else identified it travels along as extra fields.
Result<StreamSlice> normalized(const StreamSlice& slice, const std::string& field) {
    Json extra = slice.extra_fields();
    Json partition = Json::object();
    for (const Json::Member& member : slice.partition().as_object()) {
        (member.key == field ? partition : extra).set(member.key, member.value);
    }
    return StreamSlice::make(std::move(partition), Json::object(), std::move(extra));
}

class UnionSlices final : public SliceSequence {
public:
    UnionSlices(const std::vector<std::shared_ptr<PartitionRouter>>& routers, const std::string& field)
        : routers_(routers), field_(field) {}

    Result<std::optional<StreamSlice>> next() override {
        while (at_ < routers_.size()) {
            if (current_ == nullptr) {
                LEVADA_TRY(current_, routers_[at_]->slices());
            }
            LEVADA_TRY(const std::optional<StreamSlice> slice, current_->next());
            if (!slice) {
                current_.reset();
                ++at_;
                continue;
            }
            LEVADA_TRY(const bool is_new, is_first_seen(*slice));
            if (is_new) {
                LEVADA_TRY(StreamSlice own, normalized(*slice, field_));
                return std::optional<StreamSlice>(std::move(own));
            }
        }
        return std::optional<StreamSlice>();
    }

private:
    Result<bool> is_first_seen(const StreamSlice& slice) {
        const Json* value = slice.partition().find(field_);
        if (value == nullptr || value->is_object() || value->is_array()) {
            return Error(ErrorCode::invalid_data,
                         "UnionPartitionRouter expects a single value as partition field \"" + field_ + "\", got " +
                             slice.partition().dump());
        }
        return seen_.insert(sorted_json_text(*value)).second;
    }

    const std::vector<std::shared_ptr<PartitionRouter>>& routers_;
    const std::string& field_;
    std::size_t at_ = 0;
    std::unique_ptr<SliceSequence> current_;
    std::unordered_set<std::string> seen_;
};

/// The partitions of several routers, each value once.
class UnionPartitionRouter final : public PartitionRouter {
public:
    UnionPartitionRouter(std::vector<std::shared_ptr<PartitionRouter>> routers, std::string field)
        : routers_(std::move(routers)), field_(std::move(field)) {}

    Result<std::unique_ptr<SliceSequence>> slices() override { return std::make_unique<UnionSlices>(routers_, field_); }
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }

    Result<Json> parent_state() override {
        Json merged = Json::object();
        for (const std::shared_ptr<PartitionRouter>& router : routers_) {
            LEVADA_TRY(const Json state, router->parent_state());
            if (state.is_object()) {
                for (const Json::Member& member : state.as_object()) {
                    merged.set(member.key, member.value);
                }
            }
        }
        return merged;
    }

    bool has_incremental_parent() const override {
        for (const std::shared_ptr<PartitionRouter>& router : routers_) {
            if (router->has_incremental_parent()) {
                return true;
            }
        }
        return false;
    }

private:
    std::vector<std::shared_ptr<PartitionRouter>> routers_;
    std::string field_;
};

/// Checks a child whose partition field is known from the manifest. Errors: invalid_config.
Result<void> check_field(const FieldValues& owner,
                         const FieldValues& child,
                         std::string_view name,
                         const std::string& wanted) {
    LEVADA_TRY(const InterpolatedString written, child.interpolated(name));
    LEVADA_TRY(const std::string field, written.text(Scope()));
    if (field != wanted) {
        return owner.error("partition_routers",
                           "all routers must give partition field \"" + wanted + "\", one gives \"" + field + "\"");
    }
    return ok();
}

Result<void> check_child(const FieldValues& owner, const Json& node, const std::string& wanted) {
    const FieldValues child(node, owner.context());
    const std::string_view type = type_of(node);
    if (type == "ListPartitionRouter") {
        return check_field(owner, child, "cursor_field", wanted);
    }
    if (type == "UnionPartitionRouter") {
        return check_field(owner, child, "partition_field", wanted);
    }
    const Json* parents = type == "SubstreamPartitionRouter" ? child.json("parent_stream_configs") : nullptr;
    for (std::size_t i = 0; parents != nullptr && i < parents->size(); ++i) {
        const FieldValues parent(parents->as_array()[i], owner.context());
        LEVADA_CHECK(check_field(owner, parent, "partition_field", wanted));
    }
    return ok();
}

Result<std::shared_ptr<PartitionRouter>> make_union_partition_router(const FieldValues& fields) {
    const Json& nodes = *fields.json("partition_routers");
    if (nodes.size() < 2) {
        return fields.error("partition_routers", "a UnionPartitionRouter needs at least 2 routers");
    }
    LEVADA_TRY(std::vector<std::shared_ptr<PartitionRouter>> routers,
               fields.components<PartitionRouter>("partition_routers"));
    LEVADA_TRY(const InterpolatedString written, fields.interpolated("partition_field"));
    LEVADA_TRY(std::string field, written.text(Scope()));
    for (std::size_t i = 0; i < routers.size(); ++i) {
        LEVADA_CHECK(check_child(fields, nodes.as_array()[i], field));
        if (routers[i]->has_request_options()) {
            return fields.error("partition_routers", "request options are not supported for a UnionPartitionRouter");
        }
    }
    return std::make_shared<UnionPartitionRouter>(std::move(routers), std::move(field));
}

}  // namespace

ComponentSpec<PartitionRouter> spec_union_partition_router() {
    return {
        .type = "UnionPartitionRouter",
        .summary = "The partitions of several routers, each value once.",
        .fields = {text_field("partition_field").required().doc("The field that all routers give."),
                   components_field("partition_routers")
                       .required()
                       .of({"ListPartitionRouter",
                            "SubstreamPartitionRouter",
                            "UnionPartitionRouter",
                            "CustomPartitionRouter"})
                       .doc("At least two, asked one after the other; none may have request options.")},
        .example =
            "type: UnionPartitionRouter\npartition_field: id\npartition_routers:\n"
            "  - {type: ListPartitionRouter, cursor_field: id, values: [a, b]}\n"
            "  - {type: ListPartitionRouter, cursor_field: id, values: [b, c]}\n",
        .make = make_union_partition_router,
    };
}

}  // namespace levada::airbyte
