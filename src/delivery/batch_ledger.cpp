#include "levada/delivery/batch_ledger.h"

#include <algorithm>

namespace levada {

bool BatchLedger::accept(const BatchPlace& place) {
    const Position position{place.slice, place.sequence};
    tick_ += 1;
    auto [entry, is_new] = newest_.try_emplace({place.run, place.stream}, position, tick_);
    if (!is_new) {
        auto& [newest, used] = entry->second;
        used = tick_;
        if (position <= newest) {
            return false;
        }
        newest = position;
        return true;
    }
    if (newest_.size() > kRunCountMax) {
        newest_.erase(std::min_element(newest_.begin(), newest_.end(), [](const auto& a, const auto& b) {
            return a.second.second < b.second.second;
        }));
    }
    return true;
}

}  // namespace levada
