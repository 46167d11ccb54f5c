#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "levada/collect/warc_writer.h"
#include "levada/ports/clock.h"
#include "levada/ports/object_store.h"

namespace levada {

/// The stream name under which requests that belong to no stream are kept.
inline constexpr std::string_view kConnectorStream = "_connector";

/// Whose exchanges a RawZone keeps, and how.
struct RawZoneOptions {
    std::string pipeline{};
    std::string run{};
    RawCompression compression = RawCompression::fast;
    /// An object is published when it has grown to this.
    std::size_t part_size_bytes_max = std::size_t{64} << 20;
};

/// Where one run's exchanges are kept, as objects of the raw zone (docs/formats/raw_zone.md). Thread-safe;
/// streams do not wait for each other.
/// What is not published when it ends leaves nothing behind.
class RawZone {
public:
    /// Borrows `objects` and `clock`, which must outlive it.
    RawZone(ObjectStore& objects, const Clock& clock, RawZoneOptions options);
    ~RawZone();
    RawZone(const RawZone&) = delete;
    RawZone& operator=(const RawZone&) = delete;

    /// Before the stream's first exchange: what it reads follows this page of an earlier run.
    void goes_on_after(const std::string& stream, const std::string& page);
    /// Appends one exchange, redacted already. Gives `key#offset` of its first record.
    /// Errors: those of ObjectStore::create() and ObjectWriter::append().
    Result<std::string> append(const std::string& stream, const WarcExchange& exchange);
    /// Makes what was appended for the stream (and for the connector) durable and visible.
    /// Errors: those of ObjectWriter::publish().
    Status publish(const std::string& stream);
    /// As publish(), of all streams, or all but some; the first error is given after all were tried.
    Status publish_all();
    Status publish_all_but(const std::set<std::string>& streams);
    /// Whether exchanges of the stream were given up, as a part could not be written: no state may follow them.
    bool has_lost(const std::string& stream) const;
    /// Where the newest exchange of the stream is kept, `key#offset`; empty when there is none.
    std::string last_place(const std::string& stream) const;
    /// Bytes appended in all, compressed.
    std::uint64_t size_bytes() const;

    /// `raw/<pipeline>/<stream>/<run>/<part>.warc.gz`
    static std::string key(const RawIdentity& identity, int part);

private:
    struct Part;
    Result<std::shared_ptr<Part>> open_part(const std::string& stream);
    Result<std::string> append_to(Part& part, const std::string& stream, const WarcExchange& exchange);
    Status publish_locked(const std::string& stream, Part& part);
    Status publish_one(const std::string& stream);
    void close(const std::string& stream, Part& part);

    ObjectStore& objects_;
    const Clock& clock_;
    RawZoneOptions options_;
    mutable std::mutex mutex_;  // for all below; a part's contents have their own
    std::map<std::string, std::shared_ptr<Part>> parts_;
    std::map<std::string, int> part_counts_;
    std::map<std::string, std::string> last_places_;
    std::map<std::string, std::string> pages_before_;
    std::set<std::string> lost_;
    std::uint64_t size_bytes_ = 0;
};

}  // namespace levada
