#include <memory>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {

namespace {

/// Sets what is not there yet: the first router wins.
void add_missing(Json& into, const Json& from) {
    for (const Json::Member& member : from.as_object()) {
        if (!into.contains(member.key)) {
            into.set(member.key, member.value);
        }
    }
}

void overlay(Json& into, const Json& from) {
    for (const Json::Member& member : from.as_object()) {
        into.set(member.key, member.value);
    }
}

/// All combinations of the slices of several routers; the last router changes fastest.
class ProductSlices final : public SliceSequence {
public:
    explicit ProductSlices(const std::vector<std::shared_ptr<PartitionRouter>>& routers) : routers_(routers) {}

    Result<std::optional<StreamSlice>> next() override {
        if (columns_.empty()) {
            LEVADA_CHECK(read_columns());
        }
        if (is_done_) {
            return std::optional<StreamSlice>();
        }
        Json partition = Json::object();
        Json window = Json::object();
        Json extra = Json::object();
        // The order of Python's ChainMap: names of the last router first, values of the first that has them.
        for (std::size_t i = columns_.size(); i-- > 0;) {
            const StreamSlice& slice = columns_[i][places_[i]];
            overlay(partition, slice.partition());
            overlay(extra, slice.extra_fields());
            if (slice.cursor_slice().size() > 0) {
                window = slice.cursor_slice();
            }
        }
        advance();
        LEVADA_TRY(StreamSlice slice, StreamSlice::make(std::move(partition), std::move(window), std::move(extra)));
        return std::optional<StreamSlice>(std::move(slice));
    }

private:
    /// Reads all slices of all routers before the first combination is given, as itertools.product does.
    Result<void> read_columns() {
        for (const std::shared_ptr<PartitionRouter>& router : routers_) {
            LEVADA_TRY(const std::unique_ptr<SliceSequence> sequence, router->slices());
            std::vector<StreamSlice>& column = columns_.emplace_back();
            while (true) {
                LEVADA_TRY(std::optional<StreamSlice> slice, sequence->next());
                if (!slice) {
                    break;
                }
                column.push_back(std::move(*slice));
            }
            is_done_ = is_done_ || column.empty();
        }
        places_.assign(columns_.size(), 0);
        return ok();
    }

    void advance() {
        for (std::size_t i = columns_.size(); i > 0; --i) {
            if (++places_[i - 1] < columns_[i - 1].size()) {
                return;
            }
            places_[i - 1] = 0;
        }
        is_done_ = true;
    }

    const std::vector<std::shared_ptr<PartitionRouter>>& routers_;
    std::vector<std::vector<StreamSlice>> columns_;
    std::vector<std::size_t> places_;
    bool is_done_ = false;
};

/// Source: partition_routers/cartesian_product_stream_slicer.py.
class ProductRouter final : public PartitionRouter {
public:
    explicit ProductRouter(std::vector<std::shared_ptr<PartitionRouter>> routers) : routers_(std::move(routers)) {}

    Result<std::unique_ptr<SliceSequence>> slices() override { return std::make_unique<ProductSlices>(routers_); }

    Result<RequestParts> request_parts(const RequestScope& scope) const override {
        RequestParts merged;
        for (const std::shared_ptr<PartitionRouter>& router : routers_) {
            LEVADA_TRY(const RequestParts parts, router->request_parts(scope));
            add_missing(merged.params, parts.params);
            add_missing(merged.headers, parts.headers);
            add_missing(merged.body_data, parts.body_data);
            add_missing(merged.body_json, parts.body_json);
        }
        return merged;
    }

    /// States of parents are not kept in a product.
    Result<Json> parent_state() override { return Json(); }

private:
    std::vector<std::shared_ptr<PartitionRouter>> routers_;
};

class OneSlice final : public SliceSequence {
public:
    Result<std::optional<StreamSlice>> next() override {
        const bool is_first = !std::exchange(is_done_, true);
        return is_first ? std::optional<StreamSlice>(StreamSlice()) : std::nullopt;
    }

private:
    bool is_done_ = false;
};

/// Source: partition_routers/single_partition_router.py.
class SingleRouter final : public PartitionRouter {
public:
    Result<std::unique_ptr<SliceSequence>> slices() override { return std::make_unique<OneSlice>(); }
    Result<RequestParts> request_parts(const RequestScope& /*scope*/) const override { return RequestParts(); }
    Result<Json> parent_state() override { return Json(); }
    bool is_single() const override { return true; }
};

}  // namespace

Result<std::shared_ptr<PartitionRouter>> build_partition_router(const Json* node, BuildContext& context) {
    // An empty list counts as no router, as it does in Python.
    if (node == nullptr || node->is_null() || (node->is_array() && node->size() == 0)) {
        return std::make_shared<SingleRouter>();
    }
    if (!node->is_array()) {
        return build<PartitionRouter>(*node, context);
    }
    std::vector<std::shared_ptr<PartitionRouter>> routers;
    for (const Json& item : node->as_array()) {
        LEVADA_TRY(std::shared_ptr<PartitionRouter> router, build<PartitionRouter>(item, context));
        routers.push_back(std::move(router));
    }
    return std::make_shared<ProductRouter>(std::move(routers));
}

}  // namespace levada::airbyte
