#include "datetime_cursor.h"
#include "partition_cursor.h"
#include "slice_options.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/cursor.h"
#include "levada/airbyte/components/python_json.h"
#include "levada/airbyte/components/read_window.h"

namespace levada::airbyte {

namespace {

Error invalid(std::string message) {
    return {ErrorCode::invalid_data, std::move(message)};
}

/// A duration written as a plain text. Errors: invalid_data.
Result<std::optional<IsoDuration>> duration_of(const std::string& text) {
    if (text.empty()) {
        return std::optional<IsoDuration>();
    }
    const std::optional<IsoDuration> duration = parse_iso_duration(text);
    if (!duration) {
        return invalid("unable to parse duration string \"" + text + "\"");
    }
    // A duration of no length counts as none, as it does in Python.
    return duration->is_truthy() ? duration : std::nullopt;
}

/// A duration that a template gave. Errors: invalid_data.
Result<std::optional<IsoDuration>> duration_in(const Json& value) {
    if (!value.is_string()) {
        return invalid("expecting a duration as text, found " + python_repr(value));
    }
    return duration_of(value.as_string());
}

/// A duration written as a template; nothing when it is absent or renders to something false.
Result<std::optional<IsoDuration>> duration_at(const FieldValues& fields, std::string_view name) {
    if (fields.text(name).empty()) {
        return std::optional<IsoDuration>();
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated(name));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    return python_truth(value) ? duration_in(value) : std::optional<IsoDuration>();
}

/// A step that is absent or renders empty is endless; one of no length is none.
Result<std::optional<IsoDuration>> step_of(const FieldValues& fields) {
    if (fields.text("step").empty()) {
        return std::optional<IsoDuration>(kEndless);
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("step"));
    LEVADA_TRY(const Json value, text.eval(Scope()));
    return python_truth(value) ? duration_in(value) : std::optional<IsoDuration>(kEndless);
}

Result<int> weekday_named(const std::string& name) {
    constexpr std::string_view kNames[] = {
        "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"};
    for (int i = 0; i < 7; ++i) {
        if (kNames[i] == name) {
            return i;
        }
    }
    return invalid("unknown weekday " + name);
}

Result<Clamping> clamping_of(const FieldValues& fields) {
    const Json* node = fields.json("clamping");
    if (node == nullptr) {
        return Clamping();
    }
    const std::string written(node->string_or("target", ""));
    LEVADA_TRY(const InterpolatedString target,
               InterpolatedString::make(written, fields.parameters(), fields.context()));
    LEVADA_TRY(const std::string name, target.text(Scope()));
    if (name == "DAY") {
        return Clamping(Clamping::Target::day, 0);
    }
    if (name == "MONTH") {
        return Clamping(Clamping::Target::month, 0);
    }
    if (name != "WEEK") {
        return invalid("invalid clamping target " + name + ", expected DAY, WEEK, MONTH");
    }
    const Json* weekday = node->find_path({"target_details", "weekday"});
    if (weekday == nullptr) {
        return invalid("given WEEK clamping, weekday needs to be provided as target_details");
    }
    LEVADA_TRY(const int first, weekday_named(python_str(*weekday)));
    return Clamping(Clamping::Target::week, first);
}

Result<std::string> rendered(const FieldValues& fields, std::string_view name, std::string_view fallback) {
    std::string written = fields.text(name);
    if (written.empty()) {
        written = fallback;
    }
    LEVADA_TRY(const InterpolatedString text,
               InterpolatedString::make(std::move(written), fields.parameters(), fields.context()));
    return text.text(Scope());
}

/// Errors: invalid_data at the field's line: what it renders to (often a value of the config) is no date of its
/// formats.
Result<Moment> start_of(const FieldValues& fields, const std::string& format) {
    BuildContext& context = fields.context();
    const Json& node = *fields.json("start_datetime");
    LEVADA_TRY(const BoundedDatetime start, BoundedDatetime::make(node, fields.parameters(), format, context));
    const Result<Moment> moment = start.eval();
    if (!moment) {
        return moment.error().at(context.source().manifest_file, node.line()).with("field", "start_datetime");
    }
    return *moment;
}

Moment moment_at(Instant when) {
    return {std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count(), 0};
}

/// A backfill reads a part of time that is its own: its end belongs to the next one, where times have a granularity.
Result<void> keep_to_window(DatetimeRule& rule, const ReadWindow& window) {
    if (window.from) {
        rule.start = later_of(rule.start, moment_at(*window.from));
    }
    if (window.to) {
        rule.end_max = moment_at(*window.to);
        if (rule.granularity) {
            LEVADA_TRY(rule.end_max, moved(*rule.end_max, *rule.granularity, -1));
        }
    }
    return ok();
}

/// Reads what cuts the stream into windows. Some of it may fail although the stream could be built.
Result<std::shared_ptr<const DatetimeRule>> rule_of(const FieldValues& fields,
                                                    std::shared_ptr<const CursorField> field) {
    auto rule = std::make_shared<DatetimeRule>();
    rule->field = std::move(field);
    rule->clock = &fields.context().clock();
    LEVADA_TRY(rule->start_name, rendered(fields, "partition_field_start", "start_time"));
    LEVADA_TRY(rule->end_name, rendered(fields, "partition_field_end", "end_time"));
    LEVADA_TRY(rule->granularity, duration_of(fields.text("cursor_granularity")));
    LEVADA_TRY(rule->lookback, duration_at(fields, "lookback_window"));
    const std::string format = fields.text("datetime_format");
    LEVADA_TRY(rule->start, start_of(fields, format));
    if (const Json* end = fields.json("end_datetime")) {
        LEVADA_TRY(rule->end, BoundedDatetime::make(*end, fields.parameters(), format, fields.context()));
    }
    LEVADA_CHECK(keep_to_window(*rule, fields.context().source().shared<ReadWindow>()));
    if (fields.text("step").empty() != fields.text("cursor_granularity").empty()) {
        return invalid("if step is defined, cursor_granularity should be as well and vice versa");
    }
    LEVADA_TRY(rule->step, step_of(fields));
    LEVADA_TRY(rule->clamping, clamping_of(fields));
    rule->is_compare_strictly = fields.boolean("is_compare_strictly");
    return std::shared_ptr<const DatetimeRule>(std::move(rule));
}

/// Cuts a stream into windows of time and reads on from the newest time that was read.
class DatetimeBasedCursor final : public IncrementalSync {
public:
    DatetimeBasedCursor(const FieldValues& fields, std::shared_ptr<const CursorField> field)
        : node_(fields.node()), context_(fields.context()), field_(std::move(field)) {}

    Result<void> read_options() {
        const FieldValues fields(node_, context_);
        LEVADA_TRY(WindowOptions start, WindowOptions::of_cursor(fields, "start_time_option"));
        LEVADA_TRY(start.slice_field, rendered(fields, "partition_field_start", "start_time"));
        LEVADA_TRY(WindowOptions end, WindowOptions::of_cursor(fields, "end_time_option"));
        LEVADA_TRY(end.slice_field, rendered(fields, "partition_field_end", "end_time"));
        options_ = make_window_options({std::move(start), std::move(end)});
        return ok();
    }

    Result<std::shared_ptr<Cursor>> make_cursor(const CursorInputs& inputs) const override {
        const DatetimeRuleSource source = [node = &node_, context = context_, field = field_] {
            BuildContext own_context = context;
            return rule_of(FieldValues(*node, own_context), field);
        };
        if (inputs.router == nullptr || inputs.router->is_single()) {
            LEVADA_TRY(const std::shared_ptr<const DatetimeRule> rule, source());
            return DatetimeCursor::make(rule, inputs);
        }
        const bool is_global =
            node_.boolean_or("global_substream_cursor", false) || inputs.router->needs_global_cursor();
        return PartitionCursor::make({field_, source, is_global, &context_.clock()}, inputs);
    }

    std::shared_ptr<RequestOptionsProvider> request_options() const override { return options_; }
    std::string cursor_field() const override { return field_->name; }
    bool is_data_feed() const override { return node_.boolean_or("is_data_feed", false); }
    bool is_client_side_incremental() const override { return node_.boolean_or("is_client_side_incremental", false); }

private:
    const Json& node_;
    BuildContext context_;
    std::shared_ptr<const CursorField> field_;
    std::shared_ptr<RequestOptionsProvider> options_;
};

Result<std::shared_ptr<IncrementalSync>> make_datetime_based_cursor(const FieldValues& fields) {
    LEVADA_TRY(std::string name, cursor_field_name(fields));
    LEVADA_CHECK(duration_of(fields.text("cursor_granularity")));
    std::vector<std::string> inputs;
    if (const Json* formats = fields.json("cursor_datetime_formats")) {
        for (const Json& format : formats->as_array()) {
            inputs.push_back(format.as_string());
        }
    }
    auto field = std::make_shared<const CursorField>(
        CursorField{std::move(name), MomentFormat(fields.text("datetime_format"), inputs)});
    auto sync = std::make_shared<DatetimeBasedCursor>(fields, std::move(field));
    LEVADA_CHECK(sync->read_options());
    return std::shared_ptr<IncrementalSync>(std::move(sync));
}

}  // namespace

ComponentSpec<IncrementalSync> spec_datetime_based_cursor() {
    const JsonTypes date = JsonTypes::text | JsonTypes::mapping;
    return {
        .type = "DatetimeBasedCursor",
        .summary = "Cuts a stream into windows of time and reads on from the newest time that was read.",
        .fields =
            {
                text_field("cursor_field").required().doc("Top-level field of a record that holds its time."),
                text_field("datetime_format").required().doc("How times are written in requests and in the state."),
                Field("start_datetime", date).required().of({"MinMaxDatetime"}).doc("Nothing older is read."),
                Field("end_datetime", date).of({"MinMaxDatetime"}).doc("Nothing newer is asked for; now by default."),
                list_field("cursor_datetime_formats").items(JsonTypes::text).doc("How records write times, in order."),
                text_field("step").unit("ISO 8601 duration").doc("Length of a window; needs cursor_granularity."),
                text_field("cursor_granularity").unit("ISO 8601 duration").doc("The smallest difference of two times."),
                text_field("lookback_window").unit("ISO 8601 duration").doc("Read again before the state's time."),
                component_field("start_time_option").of({"RequestOption"}).doc("Where a window's start is sent."),
                component_field("end_time_option").of({"RequestOption"}).doc("Where a window's end is sent."),
                text_field("partition_field_start").doc("Name of a window's start in a slice: start_time."),
                text_field("partition_field_end").doc("Name of a window's end in a slice: end_time."),
                boolean_field("is_data_feed").doc("Newest records come first: stop at the first one already read."),
                boolean_field("is_client_side_incremental").doc("The API can't filter: drop what was already read."),
                boolean_field("is_compare_strictly").doc("The API refuses windows whose start is their end."),
                boolean_field("global_substream_cursor").doc("One state for all partitions."),
                boolean_field("allow_catalog_defined_cursor_field").doc("The catalog may name another cursor field."),
                component_field("clamping")
                    .of({"Clamping"})
                    .doc("Whole days, weeks or months only: target, target_details.weekday."),
            },
        .example =
            "type: DatetimeBasedCursor\n"
            "cursor_field: updated_at\n"
            "datetime_format: \"%Y-%m-%dT%H:%M:%SZ\"\n"
            "start_datetime: \"{{ config['start_date'] }}\"\n"
            "step: P30D\n"
            "cursor_granularity: PT1S\n",
        .make = make_datetime_based_cursor,
    };
}

}  // namespace levada::airbyte
