#pragma once

#include "simulated_disk.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "levada/ports/http.h"

namespace levada::simulation {

/// What a stream of the shop is read like.
enum class Reading : std::uint8_t {
    incremental,  ///< what came after a cursor; records have no key: `events`
    keyed,        ///< the same, with newer versions of records: `orders`
    partitioned,  ///< by a cursor of each partition, which moves when the partition was read to its end: `visits`
    whole,        ///< all of it each time, in a version of its own: `stock`
};

/// One row of a table or record of a stream. `at` is the cursor, `v` the version of a stock, the partition of visits,
/// `at` elsewhere.
struct Record {
    std::int64_t id = 0;
    std::int64_t at = 0;
    std::int64_t v = 0;

    auto operator<=>(const Record&) const = default;
    std::string json() const;
};

/// A made-up third party, its API and its network, and by that the independent model: it knows every record that there
/// is, so it knows what a table may hold at any time and has to hold in the end. Not thread-safe.
class Shop final : public Http {
public:
    static constexpr std::int64_t kPartitions = 3;  ///< of `visits`

    explicit Shop(Chance& chance) : chance_(chance) {}

    /// More happened: new events and orders, another version of the stock.
    void grow();
    /// How often a request fails: no connection, cut off, HTTP 500, no JSON.
    void set_failing_share(double share) { failing_share_ = share; }

    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& /*response*/) override {}

    /// What is wrong with a table's rows right now; empty: nothing.
    std::string check(const std::string& stream, const std::vector<Record>& rows) const;
    /// A load has succeeded and this is what the table held then: it must never hold less.
    void acknowledge(const std::string& stream, const std::vector<Record>& rows, bool is_complete);
    /// What is wrong with it after a read and load that nothing disturbed.
    std::string check_end(const std::string& stream, const std::vector<Record>& rows) const;
    std::int64_t newest_version() const { return static_cast<std::int64_t>(stock_sizes_.size()) - 1; }
    std::int64_t record_count() const;

private:
    std::vector<Record> newest_orders() const;
    std::string check_stock(const std::vector<Record>& held) const;
    std::string check_visits(const std::vector<Record>& held) const;
    std::vector<Record> answer(const std::string& stream, std::int64_t after, std::int64_t part) const;
    std::string missing(const std::string& stream, const std::vector<Record>& held) const;

    Chance& chance_;
    double failing_share_ = 0;
    std::vector<Record> events_;
    std::vector<Record> orders_;
    std::vector<std::int64_t> stock_sizes_;  ///< by version
    std::array<std::vector<Record>, kPartitions> visits_;
    std::map<std::string, std::set<Record>> acknowledged_;
    std::int64_t stock_acknowledged_ = -1;  ///< the newest whole version that was seen in the table
};

}  // namespace levada::simulation
