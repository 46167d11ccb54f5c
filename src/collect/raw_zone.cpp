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
    Part(std::string part_key, WarcWriter writer, std::unique_ptr<ObjectWriter> part_object)
        : key(std::move(part_key)), warc(std::move(writer)), object(std::move(part_object)) {}

    const std::string key;
    std::mutex mutex;  // for all below; locked before the zone's
    WarcWriter warc;
    std::unique_ptr<ObjectWriter> object;
    std::string scratch{};
    bool is_over = false;  // published or given up: what comes now goes into the next part
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

Result<std::shared_ptr<RawZone::Part>> RawZone::open_part(const std::string& stream) {
    const std::lock_guard lock(mutex_);
    const auto found = parts_.find(stream);
    if (found != parts_.end()) {
        return found->second;
    }
    const auto before = pages_before_.find(stream);
    const RawIdentity identity{
        options_.pipeline, stream, options_.run, before == pages_before_.end() ? "" : before->second};
    const std::string name = key(identity, part_counts_[stream] + 1);
    LEVADA_TRY(std::unique_ptr<ObjectWriter> object, objects_.create(name));
    part_counts_[stream] += 1;
    WarcWriter warc(name, options_.compression);
    std::string info;
    warc.append_info(info, identity, clock_.now());
    LEVADA_CHECK(object->append(info).with("object", name));
    return parts_.emplace(stream, std::make_shared<Part>(name, std::move(warc), std::move(object))).first->second;
}

// With the part locked: no more goes into it.
void RawZone::close(const std::string& stream, Part& part) {
    part.is_over = true;
    const std::lock_guard lock(mutex_);
    parts_.erase(stream);
}

void RawZone::goes_on_after(const std::string& stream, const std::string& page) {
    const std::lock_guard lock(mutex_);
    pages_before_[stream] = page;
}

Result<std::string> RawZone::append(const std::string& stream, const WarcExchange& exchange) {
    const std::string name = stream.empty() ? std::string(kConnectorStream) : stream;
    while (true) {
        LEVADA_TRY(const std::shared_ptr<Part> part, open_part(name));
        const std::lock_guard lock(part->mutex);
        if (!part->is_over) {
            return append_to(*part, name, exchange);
        }
    }
}

// Compresses with nothing but the part locked: streams do not wait for each other.
Result<std::string> RawZone::append_to(Part& part, const std::string& stream, const WarcExchange& exchange) {
    const std::string place = part.key + "#" + std::to_string(part.object->size_bytes());
    part.scratch.clear();
    part.warc.append_exchange(part.scratch, exchange);
    Status appended = part.object->append(part.scratch);
    if (!appended.has_value()) {
        // A part with half a record is given up; its number is not used again.
        {
            const std::lock_guard lock(mutex_);
            lost_.insert(stream);
        }
        close(stream, part);
        return appended.error().with("object", place);
    }
    {
        const std::lock_guard lock(mutex_);
        size_bytes_ += part.scratch.size();
        last_places_[stream] = place;
    }
    if (part.object->size_bytes() >= options_.part_size_bytes_max) {
        LEVADA_CHECK(publish_locked(stream, part));
    }
    return place;
}

Status RawZone::publish_locked(const std::string& stream, Part& part) {
    // A part that cannot be published stays: the next attempt may succeed.
    LEVADA_CHECK(part.object->publish().with("object", part.key));
    close(stream, part);
    return ok();
}

Status RawZone::publish_one(const std::string& stream) {
    std::shared_ptr<Part> part;
    {
        const std::lock_guard lock(mutex_);
        const auto found = parts_.find(stream);
        if (found == parts_.end()) {
            return ok();
        }
        part = found->second;
    }
    const std::lock_guard lock(part->mutex);
    return part->is_over ? ok() : publish_locked(stream, *part);
}

Status RawZone::publish(const std::string& stream) {
    LEVADA_CHECK(publish_one(std::string(kConnectorStream)));
    return publish_one(stream);
}

Status RawZone::publish_all() {
    return publish_all_but({});
}

Status RawZone::publish_all_but(const std::set<std::string>& others) {
    std::vector<std::string> streams;
    {
        const std::lock_guard lock(mutex_);
        streams.reserve(parts_.size());
        for (const auto& [stream, part] : parts_) {
            if (!others.contains(stream)) {
                streams.push_back(stream);
            }
        }
    }
    Status first = ok();
    for (const std::string& stream : streams) {
        Status published = publish_one(stream);
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
