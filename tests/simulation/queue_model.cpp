#include "queue_model.h"

#include <algorithm>
#include <functional>

namespace levada::simulation {
namespace {

std::size_t hash_of(std::string_view payload) {
    return std::hash<std::string_view>()(payload);
}

std::string at(const std::string& topic, std::int64_t offset) {
    return ": " + topic + " offset " + std::to_string(offset);
}

}  // namespace

void QueueModel::attempted(const std::string& topic, std::span<const std::string_view> payloads) {
    for (const std::string_view payload : payloads) {
        topics_[topic].cut_off.insert(hash_of(payload));
    }
}

void QueueModel::acknowledged(const std::string& topic,
                              std::int64_t first,
                              std::span<const std::string_view> payloads) {
    Topic& known = topics_[topic];
    for (const std::string_view payload : payloads) {
        known.known[first++] = hash_of(payload);
    }
    known.acknowledged_end = std::max(known.acknowledged_end, first);
}

std::string QueueModel::look(const std::string& topic, std::int64_t offset, std::string_view payload) {
    Topic& model = topics_[topic];
    const std::size_t hash = hash_of(payload);
    model.found[offset] = hash;
    const auto known = model.known.find(offset);
    if (known != model.known.end()) {
        return known->second == hash ? "" : "a message is another one than before" + at(topic, offset);
    }
    return model.cut_off.contains(hash) ? ""
                                        : "a message came back that an earlier start did not find" + at(topic, offset);
}

std::string QueueModel::looked_through(const std::string& topic, std::pair<std::int64_t, std::int64_t> bounds) {
    Topic& model = topics_[topic];
    model.known = std::move(model.found);
    model.found.clear();
    model.cut_off.clear();
    if (bounds.second < model.acknowledged_end) {
        return "acknowledged messages are gone" + at(topic, bounds.second);
    }
    model.acknowledged_end = bounds.second;
    return "";
}

std::string QueueModel::look_at_topics(const std::set<std::string>& topics) const {
    for (const auto& [name, model] : topics_) {
        if (model.acknowledged_end > 0 && !topics.contains(name)) {
            return "a topic is gone" + at(name, 0);
        }
    }
    return "";
}

}  // namespace levada::simulation
