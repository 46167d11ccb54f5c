#include "background_append.h"

#include <utility>

namespace levada {

BackgroundAppend::BackgroundAppend(Queue& queue, std::string topic, Executor* executor)
    : queue_(queue), topic_(std::move(topic)), executor_(executor) {}

BackgroundAppend::~BackgroundAppend() {
    wait();
}

void BackgroundAppend::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_running_; });
}

Status BackgroundAppend::append_now() {
    const std::string_view payload = message_;
    LEVADA_CHECK(queue_.append(topic_, std::span(&payload, 1)));
    return ok();
}

Status BackgroundAppend::begin(std::string& message) {
    LEVADA_CHECK(finish());
    message_.swap(message);
    has_message_ = true;
    is_running_ = true;
    const bool is_taken = executor_ != nullptr && executor_->submit([this] {
        Status outcome = append_now();
        const std::scoped_lock lock(mutex_);
        outcome_ = std::move(outcome);
        is_running_ = false;
        changed_.notify_all();
    });
    if (is_taken) {
        return ok();
    }
    is_running_ = false;
    has_message_ = false;
    const Status appended = append_now();
    if (!appended.has_value()) {
        message_.swap(message);
    }
    return appended;
}

Status BackgroundAppend::finish() {
    if (!has_message_) {
        return ok();
    }
    wait();
    if (!outcome_.has_value()) {
        outcome_ = append_now();
        LEVADA_CHECK(outcome_);
    }
    has_message_ = false;
    return ok();
}

Status BackgroundAppend::rest() {
    LEVADA_CHECK(finish());
    std::string().swap(message_);
    return ok();
}

}  // namespace levada
