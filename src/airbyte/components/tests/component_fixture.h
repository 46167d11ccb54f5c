#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/component_spec.h"
#include "levada/base/yaml.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada::airbyte::testing {

inline Json yaml(std::string_view text) {
    return parse_yaml(text, "component.yaml").value();
}

/// Drops all messages.
class NullMessages final : public MessageSink {
public:
    Result<void> records(const RecordBatchView& /*batch*/) override { return ok(); }
    Result<void> state(std::string_view /*stream*/, const Json& /*state*/, std::int64_t /*count*/) override {
        return ok();
    }
    Result<void> take_back(std::string_view /*stream*/, std::int64_t /*slice*/) override { return {}; }
    Result<void> status(std::string_view /*stream*/, StreamStatus /*status*/) override { return ok(); }
    Result<void> rate_limited(std::string_view /*stream*/) override {
        ++rate_limited_count;
        return ok();
    }
    Result<void> error(const ErrorTrace& /*trace*/) override { return ok(); }
    Result<void> log(LogLevel /*level*/, std::string_view /*text*/) override { return ok(); }
    Result<void> config_changed(const Json& /*config*/) override { return ok(); }
    void hide(std::vector<std::string> /*secrets*/) override {}

    int rate_limited_count = 0;
};

/// What a component needs to be built: a config, a clock at 2024-02-10, an HTTP that answers nothing.
struct ComponentFixture {
    explicit ComponentFixture(Json config = Json::object()) : source(std::move(config), http, clock, messages) {}
    explicit ComponentFixture(levada::testing::ScriptedHttp::Answer answer)
        : http(std::move(answer)), source(Json::object(), http, clock, messages) {}

    /// Builds the component that `text` (YAML) describes; its node lives as long as the fixture.
    template <class T>
    Result<std::shared_ptr<T>> make(std::string_view text) {
        nodes.push_back(std::make_unique<Json>(yaml(text)));
        return build<T>(*nodes.back(), context);
    }

    levada::testing::ScriptedHttp http{[](const HttpRequest& /*request*/) -> Result<HttpResponse> {
        return Error(ErrorCode::unavailable, "this test answers no requests");
    }};
    levada::testing::ManualClock clock{Instant(std::chrono::seconds(1'707'523'200))};
    NullMessages messages;
    SourceContext source;
    BuildContext context{source};
    std::vector<std::unique_ptr<Json>> nodes;
};

}  // namespace levada::airbyte::testing
