#include "levada/airbyte/components/declarative_source.h"

#include "auth_specification.h"
#include "concurrency_level.h"
#include "config_changes.h"
#include "config_overlay.h"
#include "config_rules.h"
#include "connection_check.h"
#include "json_schema.h"
#include "manifest_check.h"
#include "parallel_read.h"
#include "read_loop.h"
#include "retry_budget.h"
#include "schema_fault.h"
#include "stream_build.h"
#include "stream_configs.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/manifest.h"

namespace levada::airbyte {

namespace {

using Streams = std::vector<std::shared_ptr<Stream>>;
using Lanes = std::vector<std::shared_ptr<StreamLane>>;

/// What a configured catalog chooses, in its order.
struct Selection {
    std::vector<std::size_t> streams{};  ///< indexes
    std::vector<std::string> unknown{};
};

/// `names`: of the streams that there are; of two with one name the later counts.
Selection select_streams(const Json& catalog, const std::vector<std::string>& names) {
    Selection selection;
    const Json* configured = catalog.find("streams");
    for (const Json* entry : configured == nullptr ? std::vector<const Json*>() : items_of(*configured)) {
        const Json* described = entry->find("stream");
        const std::string name(described == nullptr ? std::string_view() : described->string_or("name", ""));
        const auto found = std::find(names.rbegin(), names.rend(), name);
        if (found == names.rend()) {
            selection.unknown.push_back(name);
        } else {
            selection.streams.push_back(static_cast<std::size_t>(names.rend() - found) - 1);
        }
    }
    return selection;
}

/// States by stream name from Airbyte's list of state messages.
StateBook read_states(const Json& state) {
    StateBook book;
    if (!state.is_array()) {
        return book;
    }
    for (const Json& entry : state.as_array()) {
        const Json* body = entry.find("state") != nullptr ? entry.find("state") : &entry;
        const Json* stream = body->find("stream");
        const Json* descriptor = stream == nullptr ? nullptr : stream->find("stream_descriptor");
        if (descriptor == nullptr) {
            continue;
        }
        const Json* value = stream->find("stream_state");
        book[std::string(descriptor->string_or("name", ""))] = value == nullptr ? Json::object() : *value;
    }
    return book;
}

/// The configuration without the entries that only the platform uses. Source: sources/utils/schema_helpers.py.
Json without_internal_keys(const Json& config) {
    Json kept = Json::object();
    if (!config.is_object()) {
        return config;
    }
    for (const Json::Member& member : config.as_object()) {
        if (member.key != "_limit" && member.key != "_page_size") {
            kept.set(member.key, member.value);
        }
    }
    return kept;
}

}  // namespace

struct DeclarativeSource::Parts {
    Parts(Json config, Http& http, Clock& clock, MessageSink& messages)
        : context(std::move(config), http, clock, messages), states(messages) {}

    SourceContext context;
    CountingStateSink states;
    Manifest manifest;
    StateBook input_states;
    std::optional<ReadLimits> limits;
    Concurrency concurrency;
    std::int64_t streams_wanted_at_once = 1;
    /// The configuration that the manifest's validations see, also while a check overlays it.
    Json config_for_validation;
    /// Nodes of built streams; streams point into them.
    std::deque<Json::Array> configs;
    std::optional<Json::Array> dynamic_configs;

    const Json* spec_node() const { return manifest.root.find("spec"); }

    Result<void> load(const SourceOptions& options) {
        LEVADA_TRY(manifest, load_manifest(options.manifest_text, options.manifest_file));
        context.manifest_file = manifest.file;
        context.manifest = &manifest.root;
        context.catalog = options.catalog;
        context.shared<ReadWindow>() = options.window;
        context.shared<FileAreaSlot>().area = options.files;
        context.shared<RetryRule>().may_retry = !options.limits.has_value();
        context.shared<RetryGateSlot>().gate = options.retries;
        context.shared<CallPolicySlot>() = options.call_policies;
        LEVADA_CHECK(check_manifest(manifest));
        input_states = read_states(options.state);
        limits = options.limits;
        streams_wanted_at_once = options.streams_at_once;
        LEVADA_CHECK(ConfigRules(spec_node()).check(context));
        LEVADA_CHECK(normalize_config());
        LEVADA_TRY(concurrency, concurrency_of(context));
        return ok();
    }

    Result<ReadOutcome> read_one_by_one() {
        LEVADA_TRY(const Streams streams, build_first(-1));
        std::vector<std::string> names;
        for (const std::shared_ptr<Stream>& stream : streams) {
            names.push_back(stream->name());
        }
        const Selection selection = select_streams(context.catalog, names);
        ReadLoop loop(context.messages(), states, limits);
        if (selection.streams.empty()) {
            return loop.outcome();  // The CDK tells nothing then: its messages go out with those of the streams.
        }
        LEVADA_CHECK(tell_unknown(selection));
        for (const std::size_t index : selection.streams) {
            LEVADA_CHECK(loop.read(*streams[index]));
        }
        return loop.outcome();
    }

    Result<ReadOutcome> read_several_at_once() {
        LEVADA_CHECK(prepare_build());
        LEVADA_TRY(const Json::Array all, all_nodes());
        LEVADA_TRY(const Json::Array* nodes, keep(all, all));
        LEVADA_TRY(Lanes lanes, build_lanes(*nodes));
        std::vector<std::string> names;
        for (const Json& node : *nodes) {
            names.emplace_back(node.string_or("name", ""));
        }
        const Selection selection = select_streams(context.catalog, names);
        if (selection.streams.empty()) {
            return ReadOutcome();
        }
        LEVADA_CHECK(tell_unknown(selection));
        const StreamGroups groups(manifest.root);
        Lanes selected;
        std::vector<StreamClaims> claims;
        for (const std::size_t index : selection.streams) {
            selected.push_back(lanes[index]);
            claims.push_back({names[index], groups.held_by((*nodes)[index])});
        }
        lanes.clear();
        const auto count = static_cast<std::size_t>(streams_at_once_of(concurrency, streams_wanted_at_once));
        Result<ReadOutcome> outcome = read_at_once(std::move(selected), StreamTurns(std::move(claims)), count);
        LEVADA_CHECK(context.shared<ConfigChanges>().follow(context));
        return outcome;
    }

    Result<Json::Array> all_nodes() {
        LEVADA_TRY(Json::Array nodes, static_stream_configs(manifest.root, context));
        LEVADA_TRY(const Json::Array made, dynamic_stream_configs(manifest.root, context));
        dynamic_configs = made;
        nodes.insert(nodes.end(), made.begin(), made.end());
        return nodes;
    }

    /// The first `count` streams; all for a negative count.
    Result<Streams> build_first(std::int64_t count) {
        LEVADA_CHECK(prepare_build());
        LEVADA_TRY(const Json::Array all, all_nodes());
        Json::Array wanted = all;
        if (count >= 0 && static_cast<std::size_t>(count) < wanted.size()) {
            wanted.resize(static_cast<std::size_t>(count));
        }
        return build(std::move(wanted), all);
    }

    Result<std::optional<Streams>> build_named(const std::vector<std::string>& names) {
        const Result<Json::Array> all = static_stream_configs(manifest.root, context);
        if (!all.has_value() || names.empty()) {
            return std::optional<Streams>();
        }
        Json::Array wanted;
        for (const std::string& name : names) {
            bool is_static = false;
            for (const Json& node : *all) {
                is_static = is_static || node.string_or("name", "") == name;
            }
            if (!is_static) {
                return std::optional<Streams>();
            }
        }
        for (const Json& node : *all) {
            if (std::find(names.begin(), names.end(), node.string_or("name", "")) != names.end()) {
                wanted.push_back(node);
            }
        }
        LEVADA_CHECK(prepare_build());
        LEVADA_TRY(Streams streams, build(std::move(wanted), *all));
        return std::optional<Streams>(std::move(streams));
    }

    /// Names of the streams made by the template called `name`.
    Result<std::optional<std::vector<std::string>>> made_by(const std::string& name) {
        const Json* templates = manifest.root.find("dynamic_streams");
        bool is_known = false;
        for (std::size_t i = 0; templates != nullptr && i < templates->size(); ++i) {
            const std::string fallback = "dynamic_stream_" + std::to_string(i);
            is_known = is_known || templates->as_array()[i].string_or("name", fallback) == name;
        }
        if (!is_known) {
            return std::optional<std::vector<std::string>>();
        }
        LEVADA_TRY(const Json::Array made, dynamic_stream_configs(manifest.root, context));
        std::vector<std::string> names;
        for (const Json& stream : made) {
            if (stream.string_or("dynamic_stream_name", "") == name) {
                names.emplace_back(stream.string_or("name", ""));
            }
        }
        return std::optional<std::vector<std::string>>(std::move(names));
    }

private:
    Result<void> normalize_config() {
        const Json given = context.config();
        if (given.is_object() && given.size() > 0 && spec_node() != nullptr) {
            const ConfigRules rules(spec_node());
            LEVADA_TRY(MigratedConfig migrated, rules.migrate(given, context));
            if (migrated.is_told) {
                LEVADA_CHECK(context.messages().config_changed(migrated.config));
            }
            LEVADA_TRY(Json transformed, rules.transform(std::move(migrated.config), context));
            context.mutable_config() = std::move(transformed);
        } else if (!given.is_object()) {
            context.mutable_config() = Json::object();
        }
        config_for_validation = context.config();
        const Json* specification = spec_node() == nullptr ? nullptr : spec_node()->find("connection_specification");
        if (specification != nullptr) {
            context.messages().hide(secrets_in(*specification, context.config()));
        }
        return {};
    }

    Result<void> prepare_build() { return ConfigRules(spec_node()).validate(config_for_validation, context); }

    /// Keeps the nodes for as long as streams point into them.
    Result<const Json::Array*> keep(Json::Array nodes, const Json::Array& all) {
        LEVADA_CHECK(cache_parent_streams(nodes, all));
        return &configs.emplace_back(std::move(nodes));
    }

    Result<Streams> build(Json::Array nodes, const Json::Array& all) {
        LEVADA_TRY(const Json::Array* kept, keep(std::move(nodes), all));
        Streams streams;
        const StreamInputs inputs{.states = &input_states, .sink = &states, .role = StreamRole::top_level};
        for (const Json& node : *kept) {
            LEVADA_TRY(std::shared_ptr<Stream> stream, build_stream(node, inputs, context));
            streams.push_back(std::move(stream));
        }
        return check_groups(*kept, std::move(streams));
    }

    template <class Built>
    Result<Built> check_groups(const Json::Array& nodes, Built built) const {
        const StreamGroups groups(manifest.root);
        for (const Json& node : nodes) {
            LEVADA_CHECK(groups.check(node, context));
        }
        return built;
    }

    /// All streams, each with a context of its own.
    Result<Lanes> build_lanes(const Json::Array& nodes) {
        Lanes lanes;
        for (const Json& node : nodes) {
            auto lane = std::make_shared<StreamLane>(context, std::string(node.string_or("name", "")));
            const StreamInputs inputs{.states = &input_states, .sink = &lane->states, .role = StreamRole::top_level};
            LEVADA_TRY(lane->stream, build_stream(node, inputs, lane->context));
            lanes.push_back(std::move(lane));
        }
        return check_groups(nodes, std::move(lanes));
    }

    Result<void> tell_unknown(const Selection& selection) {
        for (const std::string& name : selection.unknown) {
            LEVADA_CHECK(context.messages().status(name, StreamStatus::incomplete));
        }
        return ok();
    }
};

DeclarativeSource::DeclarativeSource(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
DeclarativeSource::~DeclarativeSource() = default;

Result<std::unique_ptr<DeclarativeSource>> DeclarativeSource::open(SourceOptions options,
                                                                   Http& http,
                                                                   Clock& clock,
                                                                   MessageSink& messages) {
    auto parts = std::make_unique<Parts>(std::move(options.config), http, clock, messages);
    LEVADA_CHECK(parts->load(options));
    return std::unique_ptr<DeclarativeSource>(new DeclarativeSource(std::move(parts)));
}

Result<Json> specification_of(const Manifest& manifest) {
    const Json* node = manifest.root.find("spec");
    if (node == nullptr || !node->is_object()) {
        return Error(ErrorCode::invalid_config, "manifest: it has no spec").at(manifest.file, 1);
    }
    const Json* specification = node->find("connection_specification");
    Json made = Json::object({{"connectionSpecification", specification == nullptr ? Json::object() : *specification}});
    if (const Json* url = node->find("documentation_url"); url != nullptr && python_truth(*url)) {
        made.set("documentationUrl", *url);
    }
    if (const Json* auth = node->find("advanced_auth"); auth != nullptr && python_truth(*auth)) {
        LEVADA_TRY(Json shown, auth_specification(*auth));
        made.set("advanced_auth", std::move(shown));
    }
    made.set("supportsNormalization", Json(false));
    made.set("supportsDBT", Json(false));
    return made;
}

Result<Json> DeclarativeSource::spec() const {
    return specification_of(parts_->manifest);
}

const Json& DeclarativeSource::config() const {
    return parts_->context.config();
}

Result<void> DeclarativeSource::validate_config() const {
    const Json* specification =
        parts_->spec_node() == nullptr ? nullptr : parts_->spec_node()->find("connection_specification");
    if (specification == nullptr) {
        return {};
    }
    if (const std::optional<std::string> fault = schema_fault(*specification); fault) {
        return Error(ErrorCode::invalid_config, "connection_specification: " + *fault);
    }
    LEVADA_TRY(const std::optional<std::string> violation,
               schema_violation(without_internal_keys(config()), *specification));
    if (violation) {
        return traced_error(FailureType::config_error, "Config validation error: " + *violation);
    }
    return {};
}

Result<ConnectionStatus> DeclarativeSource::check() {
    Parts& parts = *parts_;
    const Json* check = parts.manifest.root.find("check");
    if (check == nullptr) {
        return Error(ErrorCode::invalid_config, "manifest: \"check\" is missing").at(parts.manifest.file, 1);
    }
    const Json given = config();
    LEVADA_TRY(Json overlaid, config_for_check(parts.manifest.root, *check, given));
    parts.context.mutable_config() = std::move(overlaid);
    CheckedSource source;
    source.check = check;
    source.config = &parts.context.config();
    source.named = [&parts](const std::vector<std::string>& names) { return parts.build_named(names); };
    source.first = [&parts](std::int64_t count) { return parts.build_first(count); };
    source.made_by = [&parts](const std::string& name) { return parts.made_by(name); };
    Result<ConnectionStatus> status = check_connection(source);
    if (check->find("config_overrides") != nullptr) {
        parts.context.mutable_config() = given;
    }
    return status;
}

Result<Json> DeclarativeSource::discover() {
    LEVADA_TRY(const Streams streams, parts_->build_first(-1));
    Json entries = Json::array();
    for (const std::shared_ptr<Stream>& stream : streams) {
        LEVADA_TRY(Json entry, stream->as_catalog_entry());
        entries.push_back(std::move(entry));
    }
    return Json::object({{"streams", std::move(entries)}});
}

Result<std::vector<std::string>> DeclarativeSource::stream_names() {
    LEVADA_TRY(const Json::Array nodes, parts_->all_nodes());
    std::vector<std::string> names;
    for (const Json& node : nodes) {
        names.emplace_back(node.string_or("name", ""));
    }
    return names;
}

Result<ReadOutcome> DeclarativeSource::read() {
    // What a test read may look at is counted in order.
    const bool is_in_order = parts_->streams_wanted_at_once == 1 || parts_->limits.has_value();
    return is_in_order ? parts_->read_one_by_one() : parts_->read_several_at_once();
}

}  // namespace levada::airbyte
