#include "look_ahead.h"
#include "parent_stream_config.h"

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

/// The records of one parent slice with the news which is the last. A record is copied only because the page that
/// holds it may be gone when the one after it was fetched.
class ParentRecords {
public:
    explicit ParentRecords(std::unique_ptr<PageReader> pages) : pages_(std::move(pages)) {}

    Result<std::optional<LookAhead<std::string>::Item>> next() {
        return ahead_.next([this] { return fetch(); });
    }

private:
    Result<std::optional<std::string>> fetch() {
        while (at_ >= page_.size()) {
            LEVADA_TRY(const bool has_page, pages_->next(page_));
            if (!has_page) {
                return std::optional<std::string>();
            }
            at_ = 0;
        }
        return std::optional<std::string>(page_.records()[at_++]);
    }

    std::unique_ptr<PageReader> pages_;
    RecordPage page_;
    std::size_t at_ = 0;
    LookAhead<std::string> ahead_;
};

/// The slices that the records of one parent stream make.
class ParentSlices {
public:
    explicit ParentSlices(const ParentStreamConfig& parent) : parent_(parent), cursor_(parent.stream->cursor()) {}

    Result<std::optional<StreamSlice>> next() {
        if (slices_ == nullptr) {
            LEVADA_TRY(slices_, parent_.stream->slices());
        }
        while (true) {
            if (records_ == nullptr) {
                LEVADA_TRY(slice_, ahead_.next([this] { return slices_->next(); }));
                if (!slice_) {
                    return std::optional<StreamSlice>();
                }
                LEVADA_TRY(auto pages, parent_.stream->read(slice_->value));
                records_ = std::make_unique<ParentRecords>(std::move(pages));
            }
            LEVADA_TRY(std::optional<StreamSlice> child, next_of_slice());
            if (child) {
                return child;
            }
        }
    }

private:
    /// The slice of the next record, nothing when the record makes none or the parent's slice is over.
    Result<std::optional<StreamSlice>> next_of_slice() {
        LEVADA_ASSERT(slice_.has_value());
        LEVADA_TRY(const auto record, records_->next());
        std::optional<StreamSlice> child;
        if (record) {
            LEVADA_CHECK(cursor_.observe(record->value, slice_->value));
            LEVADA_TRY(child, child_of(record->value, slice_->value));
        }
        if (!record || record->is_last) {
            records_.reset();
            LEVADA_CHECK(cursor_.close_slice(slice_->value));
            if (slice_->is_last) {
                LEVADA_CHECK(cursor_.ensure_at_least_one_state_emitted());
            }
        }
        return child;
    }

    Result<std::optional<StreamSlice>> child_of(std::string_view record, const StreamSlice& parent_slice) const {
        LEVADA_TRY(std::optional<Json> value, ParentStreamConfig::value_at(record, parent_.key));
        if (!value || value->is_null()) {
            return std::optional<StreamSlice>();
        }
        Json extra = Json::object();
        if (!parent_.lazy_pointer.empty()) {
            LEVADA_TRY(std::optional<Json> children, ParentStreamConfig::value_at(record, parent_.lazy_pointer));
            extra.set("child_response", children ? std::move(*children) : Json::array());
        }
        for (const std::vector<std::string>& path : parent_.extra_fields) {
            LEVADA_TRY(std::optional<Json> field, ParentStreamConfig::value_at(record, path));
            extra.set(joined(path), field ? std::move(*field) : Json());
        }
        Json partition = Json::object({{parent_.partition_field, std::move(*value)}});
        partition.set("parent_slice", parent_slice.partition());
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(std::move(partition), Json::object(), std::move(extra)));
        return std::optional<StreamSlice>(std::move(slice));
    }

    static std::string joined(const std::vector<std::string>& path) {
        std::string name;
        for (const std::string& step : path) {
            name += (name.empty() ? "" : ".") + step;
        }
        return name;
    }

    const ParentStreamConfig& parent_;
    Cursor& cursor_;
    std::unique_ptr<SliceSequence> slices_;
    LookAhead<StreamSlice> ahead_;
    std::optional<LookAhead<StreamSlice>::Item> slice_;
    std::unique_ptr<ParentRecords> records_;
};

class SubstreamSlices final : public SliceSequence {
public:
    explicit SubstreamSlices(const std::vector<ParentStreamConfig>& parents) {
        for (const ParentStreamConfig& parent : parents) {
            parents_.emplace_back(parent);
        }
    }

    Result<std::optional<StreamSlice>> next() override {
        while (!parents_.empty()) {
            LEVADA_TRY(std::optional<StreamSlice> slice, parents_.front().next());
            if (slice) {
                return slice;
            }
            parents_.pop_front();
        }
        return std::optional<StreamSlice>();
    }

private:
    std::deque<ParentSlices> parents_;
};

/// One slice per record of the parent streams, one parent after the other.
class SubstreamPartitionRouter final : public PartitionRouter {
public:
    explicit SubstreamPartitionRouter(std::vector<ParentStreamConfig> parents) : parents_(std::move(parents)) {
        std::vector<WindowOptions> options;
        options.reserve(parents_.size());
        for (const ParentStreamConfig& parent : parents_) {
            options.push_back(parent.option);
        }
        options_ = make_window_options(std::move(options));
    }

    Result<std::unique_ptr<SliceSequence>> slices() override { return std::make_unique<SubstreamSlices>(parents_); }

    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        return options_->request_parts(scope);
    }

    Result<Json> parent_state() override {
        Json states = Json::object();
        for (const ParentStreamConfig& parent : parents_) {
            if (parent.is_incremental) {
                LEVADA_TRY(Json state, parent.stream->cursor().state());
                states.set(parent.stream->name(), std::move(state));
            }
        }
        return states;
    }

    bool has_incremental_parent() const override {
        for (const ParentStreamConfig& parent : parents_) {
            if (parent.is_incremental) {
                return true;
            }
        }
        return false;
    }

    bool has_request_options() const override {
        for (const ParentStreamConfig& parent : parents_) {
            if (parent.option.option) {
                return true;
            }
        }
        return false;
    }

private:
    std::vector<ParentStreamConfig> parents_;
    std::shared_ptr<RequestOptionsProvider> options_;
};

Result<std::shared_ptr<PartitionRouter>> make_substream_partition_router(const FieldValues& fields) {
    std::vector<ParentStreamConfig> parents;
    for (const Json& node : fields.json("parent_stream_configs")->as_array()) {
        LEVADA_TRY(ParentStreamConfig parent, ParentStreamConfig::make(node, fields.context()));
        parents.push_back(std::move(parent));
    }
    if (parents.empty()) {
        return fields.error("parent_stream_configs", "a SubstreamPartitionRouter needs at least one parent stream");
    }
    return std::make_shared<SubstreamPartitionRouter>(std::move(parents));
}

}  // namespace

ComponentSpec<PartitionRouter> spec_substream_partition_router() {
    return {
        .type = "SubstreamPartitionRouter",
        .summary = "One slice per record of parent streams.",
        .fields = {components_field("parent_stream_configs")
                       .required()
                       .of({"ParentStreamConfig"})
                       .doc("Parent streams, read one after the other.")},
        .example =
            "type: SubstreamPartitionRouter\nparent_stream_configs:\n  - type: ParentStreamConfig\n"
            "    parent_key: id\n    partition_field: repository_id\n    stream: {type: DeclarativeStream}\n",
        .make = make_substream_partition_router,
    };
}

}  // namespace levada::airbyte
