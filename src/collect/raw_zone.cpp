#include "levada/collect/raw_zone.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada {
namespace {

constexpr std::size_t kPartDigits = 6;

// One component of a key: no slash, no leading dot.
std::string key_component(const std::string& name) {
    std::string encoded = percent_encode(name);
    return encoded.starts_with('.') ? "%2E" + encoded.substr(1) : encoded;
}

}  // namespace

struct RawZone::Part {
    std::string key;
    WarcWriter warc;
    std::unique_ptr<ObjectWriter> object;
    std::string scratch{};
};

RawZone::RawZone(ObjectStore& objects, const Clock& clock, RawZoneOptions options)
    : objects_(objects), clock_(clock), options_(std::move(options)) {}
RawZone::~RawZone() = default;

std::string RawZone::key(const RawIdentity& identity, int part) {
    std::string number = std::to_string(part);
    number.insert(0, kPartDigits - std::min(kPartDigits, number.size()), '0');
    return "raw/" + key_component(identity.pipeline) + "/" + key_component(identity.stream) + "/" +
           key_component(identity.run) + "/" + number + ".warc.gz";
}

Result<RawZone::Part*> RawZone::open_part(const std::string& stream) {
    const auto found = parts_.find(stream);
    if (found != parts_.end()) {
        return found->second.get();
    }
    const RawIdentity identity{options_.pipeline, stream, options_.run};
    const std::string name = key(identity, part_counts_[stream] + 1);
    LEVADA_TRY(std::unique_ptr<ObjectWriter> object, objects_.create(name));
    part_counts_[stream] += 1;
    WarcWriter warc(name, options_.compression);
    std::string info;
    warc.append_info(info, identity, clock_.now());
    LEVADA_CHECK(object->append(info).with("object", name));
    auto part = std::make_unique<Part>(Part{name, std::move(warc), std::move(object)});
    return parts_.emplace(stream, std::move(part)).first->second.get();
}

Result<std::string> RawZone::append(const std::string& stream, const WarcExchange& exchange) {
    const std::lock_guard lock(mutex_);
    const std::string name = stream.empty() ? std::string(kConnectorStream) : stream;
    LEVADA_TRY(Part* const part, open_part(name));
    const std::string place = part->key + "#" + std::to_string(part->object->size_bytes());
    part->scratch.clear();
    part->warc.append_exchange(part->scratch, exchange);
    Status appended = part->object->append(part->scratch);
    if (!appended.has_value()) {
        // A part with half a record is given up; its number is not used again.
        parts_.erase(name);
        lost_.insert(name);
        return appended.error().with("object", place);
    }
    size_bytes_ += part->scratch.size();
    last_places_[name] = place;
    if (part->object->size_bytes() >= options_.part_size_bytes_max) {
        LEVADA_CHECK(publish_locked(name));
    }
    return place;
}

Status RawZone::publish_locked(const std::string& stream) {
    const auto found = parts_.find(stream);
    if (found == parts_.end()) {
        return ok();
    }
    // A part that cannot be published stays: the next attempt may succeed.
    LEVADA_CHECK(found->second->object->publish().with("object", found->second->key));
    parts_.erase(found);
    return ok();
}

Status RawZone::publish(const std::string& stream) {
    const std::lock_guard lock(mutex_);
    LEVADA_CHECK(publish_locked(std::string(kConnectorStream)));
    return publish_locked(stream);
}

Status RawZone::publish_all() {
    const std::lock_guard lock(mutex_);
    Status first = ok();
    std::vector<std::string> streams;
    streams.reserve(parts_.size());
    for (const auto& [stream, part] : parts_) {
        streams.push_back(stream);
    }
    for (const std::string& stream : streams) {
        Status published = publish_locked(stream);
        if (!published.has_value() && first.has_value()) {
            first = std::move(published);
        }
    }
    return first;
}

bool RawZone::has_lost(const std::string& stream) const {
    const std::lock_guard lock(mutex_);
    return lost_.contains(stream);
}

std::string RawZone::last_place(const std::string& stream) const {
    const std::lock_guard lock(mutex_);
    const auto found = last_places_.find(stream);
    return found == last_places_.end() ? std::string() : found->second;
}

std::uint64_t RawZone::size_bytes() const {
    const std::lock_guard lock(mutex_);
    return size_bytes_;
}

}  // namespace levada
