#include "project/retry_settings.h"

#include "levada/schedule/schedule.h"

namespace levada::app {

namespace {

constexpr std::int64_t kPercentMax = 100;
constexpr std::int64_t kAttemptsMax = 100;

Status read_budget(Fields& fields, RetryBudgetOptions& budget, const std::string& path) {
    LEVADA_TRY(budget.count_min, fields.integer("count_min", budget.count_min));
    if (budget.count_min < 0) {
        return fields.wrong(*fields.any("count_min"), path + ".count_min: wanted at least 0");
    }
    LEVADA_TRY(const std::int64_t percent, fields.integer("percent_max", budget.percent_max));
    if (percent < 0 || percent > kPercentMax) {
        return fields.wrong(*fields.any("percent_max"), path + ".percent_max: wanted 0 to 100");
    }
    budget.percent_max = static_cast<int>(percent);
    return ok();
}

Result<std::chrono::seconds> read_time(Fields& fields, const std::string& key, std::chrono::seconds otherwise) {
    LEVADA_TRY(const std::string text, fields.text(key, ""));
    if (text.empty()) {
        return otherwise;
    }
    const auto time = schedule::parse_interval(text);
    if (!time) {
        return fields.wrong(*fields.any(key), time.error().message());
    }
    return *time;
}

}  // namespace

Status read_host_retries(Fields& root, Settings& settings, std::string_view file) {
    LEVADA_TRY(const Json* retries, root.map("retries"));
    if (retries == nullptr) {
        return ok();
    }
    LEVADA_TRY(Fields fields, Fields::of(*retries, file, "retries"));
    LEVADA_CHECK(read_budget(fields, settings.host_retries, "retries"));
    LEVADA_TRY(settings.host_retries.window_time, read_time(fields, "window", settings.host_retries.window_time));
    return fields.refuse_unknown();
}

Status read_run_retries(Fields& pipeline_fields, Pipeline& pipeline, std::string_view file, const std::string& path) {
    LEVADA_TRY(const Json* retries, pipeline_fields.map("retries"));
    if (retries != nullptr) {
        LEVADA_TRY(Fields fields, Fields::of(*retries, file, path + ".retries"));
        LEVADA_CHECK(read_budget(fields, pipeline.retries, path + ".retries"));
        LEVADA_CHECK(fields.refuse_unknown());
    }
    Attempts& attempts = pipeline.attempts;
    LEVADA_TRY(const std::int64_t count, pipeline_fields.integer("attempts_max", attempts.count_max));
    if (count < 1 || count > kAttemptsMax) {
        return pipeline_fields.wrong(*pipeline_fields.any("attempts_max"), path + ".attempts_max: wanted 1 to 100");
    }
    attempts.count_max = static_cast<int>(count);
    LEVADA_TRY(attempts.wait, read_time(pipeline_fields, "attempt_wait", attempts.wait));
    LEVADA_TRY(attempts.wait_max, read_time(pipeline_fields, "attempt_wait_max", attempts.wait_max));
    if (attempts.wait_max < attempts.wait) {
        const Json* at = pipeline_fields.any("attempt_wait_max");
        return pipeline_fields.wrong(at != nullptr ? *at : pipeline_fields.node(),
                                     path + ".attempt_wait_max: wanted at least attempt_wait");
    }
    return ok();
}

}  // namespace levada::app
