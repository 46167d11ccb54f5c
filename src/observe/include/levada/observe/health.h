#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/ports/clock.h"
#include "levada/ports/handler.h"

namespace levada::observe {

/// What a component says of itself when it is asked.
struct ComponentState {
    enum class Status : std::uint8_t { ready, degraded, failed } status = Status::ready;
    std::string detail;     ///< What is wrong, or what it does; no secrets.
    bool has_work = false;  ///< Only who has work can be stuck.
};

/// One component's sign of life: mark() after each piece of work. Thread-safe.
class ProgressMark {
public:
    explicit ProgressMark(const Clock& clock);
    void mark();
    Instant last() const { return Instant(std::chrono::nanoseconds(last_.load())); }

private:
    const Clock& clock_;
    std::atomic<std::int64_t> last_;
};

/// Whether the program is alive and whether each component works and gets on. Thread-safe.
class Health {
public:
    /// Borrows `clock`, which must outlive this object.
    explicit Health(const Clock& clock) : clock_(clock) {}

    /// `probe` must be quick. With work and without a mark for longer than `patience` a component is failed: stuck.
    /// The mark stays valid as long as this object.
    ProgressMark& add(std::string name, std::chrono::nanoseconds patience, std::function<ComponentState()> probe);

    /// GET /healthz: 200 while the process answers at all.
    Response healthz() const;
    /// GET /readyz: 200, or 503 when a component is failed; the body lists each with its state and last progress.
    Response readyz() const;

private:
    struct Component {
        std::string name;
        std::chrono::nanoseconds patience;
        std::function<ComponentState()> probe;
        std::unique_ptr<ProgressMark> mark;
    };
    ComponentState state_of(const Component& component) const;

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Component>> components_;
};

}  // namespace levada::observe
