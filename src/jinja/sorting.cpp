#include "sorting.h"

#include "evaluator.h"
#include "ops.h"
#include "try.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace levada::jinja {

namespace {

/// Merge sort: the comparison may fail, which std::stable_sort could not bear.
class MergeSort {
public:
    MergeSort(const std::vector<Value>& keys, bool is_reversed) : keys_(keys), is_reversed_(is_reversed) {}

    Outcome<std::vector<std::size_t>> run() {
        std::vector<std::size_t> order(keys_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::vector<std::size_t> other(order.size());
        for (std::size_t width = 1; width < order.size(); width *= 2) {
            for (std::size_t start = 0; start < order.size(); start += 2 * width) {
                LEVADA_DO(merge(order, other, start, width));
            }
            order.swap(other);
        }
        return order;
    }

private:
    Outcome<bool> comes_first(std::size_t later, std::size_t earlier) const {
        return is_reversed_ ? ordered(Ordering::less, keys_[earlier], keys_[later])
                            : ordered(Ordering::less, keys_[later], keys_[earlier]);
    }

    Outcome<void> merge(const std::vector<std::size_t>& from,
                        std::vector<std::size_t>& into,
                        std::size_t start,
                        std::size_t width) const {
        const std::size_t middle = std::min(start + width, from.size());
        const std::size_t end = std::min(start + 2 * width, from.size());
        std::size_t left = start;
        std::size_t right = middle;
        for (std::size_t at = start; at < end; ++at) {
            bool takes_right = left >= middle;
            if (!takes_right && right < end) {
                LEVADA_LET(takes_right, comes_first(from[right], from[left]));
            }
            into[at] = takes_right ? from[right++] : from[left++];
        }
        return {};
    }

    const std::vector<Value>& keys_;
    bool is_reversed_;
};

}  // namespace

Outcome<std::vector<Value>> sorted(std::vector<Value> items, const SortKey& key, bool is_reversed) {
    std::vector<Value> keys;
    keys.reserve(items.size());
    for (const Value& item : items) {
        if (!key) {
            keys.push_back(item);
            continue;
        }
        LEVADA_LET(Value value, key(item));
        keys.push_back(std::move(value));
    }
    LEVADA_LET(const std::vector<std::size_t> order, MergeSort(keys, is_reversed).run());
    std::vector<Value> result;
    result.reserve(items.size());
    for (const std::size_t index : order) {
        result.push_back(items[index]);
    }
    return result;
}

Outcome<Value> evaluator_call(Evaluator& evaluator, const Value& callee, Arguments& arguments) {
    return evaluator.call(callee, arguments);
}

}  // namespace levada::jinja
