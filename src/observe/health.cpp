#include "levada/observe/health.h"

#include <algorithm>
#include <utility>

#include "levada/base/json.h"
#include "levada/base/time.h"

namespace levada::observe {

namespace {

std::string_view show(ComponentState::Status status) {
    constexpr std::string_view kNames[] = {"ready", "degraded", "failed"};
    return kNames[static_cast<std::size_t>(status)];
}

}  // namespace

ProgressMark::ProgressMark(const Clock& clock) : clock_(clock), last_(clock.now().time_since_epoch().count()) {}

void ProgressMark::mark() {
    last_.store(clock_.now().time_since_epoch().count());
}

ProgressMark& Health::add(std::string name, std::chrono::nanoseconds patience, std::function<ComponentState()> probe) {
    auto component = std::make_unique<Component>(
        Component{std::move(name), patience, std::move(probe), std::make_unique<ProgressMark>(clock_)});
    ProgressMark& mark = *component->mark;
    const std::scoped_lock lock(mutex_);
    components_.push_back(std::move(component));
    return mark;
}

ComponentState Health::state_of(const Component& component) const {
    ComponentState state = component.probe();
    const auto silence = clock_.now() - component.mark->last();
    if (state.has_work && silence > component.patience && state.status != ComponentState::Status::failed) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(silence).count();
        state.status = ComponentState::Status::failed;
        state.detail = "has work but made no progress for " + std::to_string(seconds) + " s" +
                       (state.detail.empty() ? "" : "; " + state.detail);
    }
    return state;
}

Response Health::healthz() const {
    const Json body = Json::object({{"status", "alive"}, {"time", format_utc(clock_.now(), 3)}});
    return Response::json(200, body.dump()).with("Cache-Control", "no-store");
}

Response Health::readyz() const {
    const std::scoped_lock lock(mutex_);
    Json components = Json::array();
    ComponentState::Status worst = ComponentState::Status::ready;
    for (const auto& component : components_) {
        const ComponentState state = state_of(*component);
        worst = std::max(worst, state.status);
        components.push_back(Json::object({{"name", component->name},
                                           {"status", show(state.status)},
                                           {"detail", state.detail},
                                           {"has_work", state.has_work},
                                           {"progressed_at", format_utc(component->mark->last(), 3)}}));
    }
    const Json body = Json::object({{"status", show(worst)}, {"components", std::move(components)}});
    const int status = worst == ComponentState::Status::failed ? 503 : 200;
    return Response::json(status, body.dump()).with("Cache-Control", "no-store");
}

}  // namespace levada::observe
