#include "shop.h"

#include <algorithm>

#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada::simulation {
namespace {

constexpr std::int64_t kPageRecords = 4;
constexpr std::uint64_t kNewRecordsMax = 14;
constexpr std::uint64_t kStockMax = 9;
constexpr std::uint64_t kOrderIds = 12;
constexpr std::uint64_t kNewVisitsMax = 7;

std::string text_of(const Record& record) {
    return record.json();
}

std::string doubled(const std::vector<Record>& sorted) {
    const auto found = std::adjacent_find(sorted.begin(), sorted.end());
    return found == sorted.end() ? std::string() : "doubled: " + text_of(*found);
}

std::vector<Record> sorted(std::vector<Record> rows) {
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::int64_t parameter(const std::string& url, std::string_view name) {
    const std::size_t at = url.find(std::string(name) + "=");
    return at == std::string::npos ? 0 : std::stoll(url.substr(at + name.size() + 1));
}

}  // namespace

std::string Record::json() const {
    return "{\"id\":" + std::to_string(id) + ",\"at\":" + std::to_string(at) + ",\"v\":" + std::to_string(v) + "}";
}

void Shop::grow() {
    for (std::uint64_t i = chance_.below(kNewRecordsMax); i > 0; --i) {
        const auto place = static_cast<std::int64_t>(events_.size());
        events_.push_back({place, place + 1, place + 1});
        const auto at = static_cast<std::int64_t>(orders_.size()) + 1;
        orders_.push_back({static_cast<std::int64_t>(chance_.below(kOrderIds)), at, at});
    }
    stock_sizes_.push_back(1 + static_cast<std::int64_t>(chance_.below(kStockMax)));
    for (std::int64_t part = 0; part < kPartitions; ++part) {
        std::vector<Record>& visits = visits_[static_cast<std::size_t>(part)];
        for (std::uint64_t i = chance_.below(kNewVisitsMax); i > 0; --i) {
            const auto place = static_cast<std::int64_t>(visits.size());
            visits.push_back({place, place + 1, part});
        }
    }
}

std::int64_t Shop::record_count() const {
    std::size_t count = events_.size() + orders_.size();
    for (const std::vector<Record>& visits : visits_) {
        count += visits.size();
    }
    return static_cast<std::int64_t>(count);
}

/// A page; `part`: the version of the stock, the partition of visits.
std::vector<Record> Shop::answer(const std::string& stream, std::int64_t after, std::int64_t part) const {
    std::vector<Record> records;
    const auto index = static_cast<std::size_t>(part);
    if (stream == "stock") {
        for (std::int64_t id = after; id < std::min(after + kPageRecords, stock_sizes_[index]); ++id) {
            records.push_back({id, id + 1, part});
        }
        return records;
    }
    const std::vector<Record>& all = stream == "visits" ? visits_[index] : stream == "events" ? events_ : orders_;
    for (auto place = static_cast<std::size_t>(after); place < all.size() && records.size() < kPageRecords; ++place) {
        records.push_back(all[place]);
    }
    return records;
}

Result<HttpResponse> Shop::send(const HttpRequest& request, Deadline /*deadline*/) {
    const bool is_failing = chance_.is(failing_share_);
    const std::uint64_t way = is_failing ? chance_.below(4) : 4;
    if (way == 0) {
        return Error(ErrorCode::unavailable, "the connection broke");
    }
    HttpResponse response;
    response.status = way == 1 ? 500 : 200;
    response.url = request.url;
    response.body = "[";
    for (const Record& record :
         answer(request.stream, parameter(request.url, "after"), parameter(request.url, "part"))) {
        response.body += (response.body.size() == 1 ? "" : ",") + record.json();
    }
    response.body += way == 2 ? "" : "]";
    if (way == 3) {
        return Error(ErrorCode::unavailable, "the response was cut off");
    }
    return response;
}

std::vector<Record> Shop::newest_orders() const {
    std::map<std::int64_t, Record> newest;
    for (const Record& order : orders_) {
        newest[order.id] = order;
    }
    std::vector<Record> out;
    for (const auto& [id, order] : newest) {
        out.push_back(order);
    }
    return out;
}

std::string Shop::check(const std::string& stream, const std::vector<Record>& rows) const {
    const std::vector<Record> held = sorted(rows);
    if (std::string text = doubled(held); !text.empty()) {
        return text;
    }
    if (stream == "events") {
        const auto place = std::mismatch(held.begin(), held.end(), events_.begin(), events_.end()).first;
        return place == held.end() ? missing(stream, held) : "a gap before " + text_of(*place);
    }
    if (stream == "visits") {
        const std::string gap = check_visits(held);
        return gap.empty() ? missing(stream, held) : gap;
    }
    return stream == "stock" ? check_stock(held) : missing(stream, held);
}

/// Of each partition the first ones, and no other.
std::string Shop::check_visits(const std::vector<Record>& held) const {
    std::array<std::size_t, kPartitions> counts{};
    for (const Record& row : held) {
        const auto part = static_cast<std::size_t>(row.v);
        const std::size_t place = counts[part]++;
        if (place >= visits_[part].size() || visits_[part][place] != row) {
            return "a gap before " + text_of(row);
        }
    }
    return "";
}

std::string Shop::check_stock(const std::vector<Record>& held) const {
    if (!held.empty()) {
        const std::int64_t version = held.front().v;
        const bool is_one = std::all_of(held.begin(), held.end(), [&](const Record& r) { return r.v == version; });
        const bool is_whole = static_cast<std::int64_t>(held.size()) == stock_sizes_[static_cast<std::size_t>(version)];
        if (!is_one || (stock_acknowledged_ >= 0 && !is_whole)) {
            return "a mix of versions, or a part of version " + std::to_string(version);
        }
    }
    if (stock_acknowledged_ >= 0 && (held.empty() || held.front().v < stock_acknowledged_)) {
        return "version " + std::to_string(stock_acknowledged_) + " of the stock was there, and is not any more";
    }
    return "";
}

std::string Shop::missing(const std::string& stream, const std::vector<Record>& held) const {
    const auto found = acknowledged_.find(stream);
    for (const Record& row : found == acknowledged_.end() ? std::set<Record>() : found->second) {
        const bool is_there = std::any_of(held.begin(), held.end(), [&](const Record& r) {
            return r == row || (stream == "orders" && r.id == row.id && r.at > row.at);
        });
        if (!is_there) {
            return "was there after a load that succeeded, and is not any more: " + text_of(row);
        }
    }
    return "";
}

void Shop::acknowledge(const std::string& stream, const std::vector<Record>& rows, bool is_complete) {
    if (stream == "stock") {
        if (is_complete && !rows.empty()) {
            stock_acknowledged_ = std::max(stock_acknowledged_, rows.front().v);
        }
        return;
    }
    acknowledged_[stream] = std::set<Record>(rows.begin(), rows.end());
}

std::string Shop::check_end(const std::string& stream, const std::vector<Record>& rows) const {
    std::vector<Record> wanted = stream == "events" ? events_ : newest_orders();
    if (stream == "stock") {
        wanted.clear();
        const auto version = static_cast<std::int64_t>(stock_sizes_.size()) - 1;
        for (std::int64_t id = 0; id < stock_sizes_.back(); ++id) {
            wanted.push_back({id, id + 1, version});
        }
    }
    if (stream == "visits") {
        wanted.clear();
        for (const std::vector<Record>& visits : visits_) {
            wanted.insert(wanted.end(), visits.begin(), visits.end());
        }
    }
    const std::vector<Record> held = sorted(rows);
    if (std::string text = check(stream, rows); !text.empty()) {
        return text;
    }
    for (const Record& record : wanted) {
        if (!std::binary_search(held.begin(), held.end(), record)) {
            return "lost: " + text_of(record);
        }
    }
    return held.size() == wanted.size() ? "" : "too many rows: " + std::to_string(held.size());
}

}  // namespace levada::simulation
