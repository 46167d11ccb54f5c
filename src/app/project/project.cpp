#include "project/project.h"

#include "project/fields.h"
#include "project/retry_settings.h"
#include "project/secrets.h"

#include <algorithm>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/base/ascii.h"
#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/base/yaml.h"
#include "levada/schedule/schedule.h"

namespace levada::app {

namespace {

constexpr std::int64_t kPortMax = 65535;

Result<std::vector<std::string>> key_path(Fields& fields, const std::string& key) {
    return fields.texts(key);
}

Result<StreamChoice> read_stream(const std::string& name,
                                 const Json& node,
                                 std::string_view file,
                                 const std::string& path) {
    StreamChoice choice;
    choice.name = name;
    if (node.is_null()) {
        return choice;
    }
    LEVADA_TRY(Fields fields, Fields::of(node, file, path + ".streams." + name));
    LEVADA_TRY(choice.sync_mode, fields.choice("sync_mode", {"full_refresh", "incremental"}, ""));
    LEVADA_TRY(choice.destination_sync_mode,
               fields.choice("destination_sync_mode", {"overwrite", "append", "append_dedup"}, ""));
    LEVADA_TRY(choice.primary_key, key_path(fields, "primary_key"));
    LEVADA_TRY(choice.cursor_field, key_path(fields, "cursor_field"));
    LEVADA_CHECK(fields.refuse_unknown());
    return choice;
}

/// `streams` is a list of names, or a map of names to choices.
Status read_streams(Fields& fields, Pipeline& pipeline, std::string_view file, const std::string& path) {
    const Json* node = fields.any("streams");
    if (node == nullptr) {
        return ok();
    }
    if (node->is_object()) {
        for (const Json::Member& member : node->as_object()) {
            LEVADA_TRY(StreamChoice choice, read_stream(member.key, member.value, file, path));
            pipeline.streams.push_back(std::move(choice));
        }
        return ok();
    }
    LEVADA_TRY(const std::vector<std::string> names, fields.texts("streams"));
    for (const std::string& name : names) {
        StreamChoice choice;
        choice.name = name;
        pipeline.streams.push_back(std::move(choice));
    }
    return ok();
}

Status read_config(
    Fields& fields, Pipeline& pipeline, Secrets& secrets, const Project& project, std::string_view file) {
    LEVADA_TRY(const std::string config_file, fields.text("config_file", ""));
    LEVADA_TRY(const Json* config, fields.map("config"));
    if (!config_file.empty()) {
        if (config != nullptr) {
            return fields.wrong(*config, "wanted config or config_file, found both");
        }
        const std::filesystem::path path = project.folder / config_file;
        LEVADA_TRY(const std::string text, read_file(path));
        LEVADA_TRY(const Json value, parse_yaml(text, path.string()));
        LEVADA_TRY(pipeline.config, secrets.resolve(value, path.string()));
        return ok();
    }
    if (config != nullptr) {
        LEVADA_TRY(pipeline.config, secrets.resolve(*config, file));
    }
    return ok();
}

Status read_schedule(Fields& fields, Pipeline& pipeline) {
    LEVADA_TRY(pipeline.cron, fields.text("schedule", ""));
    LEVADA_TRY(pipeline.timezone, fields.text("timezone", "UTC"));
    LEVADA_TRY(const std::string every, fields.text("every", ""));
    if (every.empty()) {
        return ok();
    }
    if (!pipeline.cron.empty()) {
        return fields.wrong(*fields.any("every"), "wanted schedule (cron) or every (interval), found both");
    }
    const auto interval = schedule::parse_interval(every);
    if (!interval) {
        return fields.wrong(*fields.any("every"), interval.error().message());
    }
    pipeline.every = *interval;
    return ok();
}

constexpr std::int64_t kPercentMax = 100;

Result<int> read_percent(Fields& fields, const std::string& key, const std::string& path) {
    LEVADA_TRY(const std::int64_t percent, fields.integer(key, kPercentMax));
    if (percent < 0 || percent > kPercentMax) {
        return fields.wrong(*fields.any(key), path + "." + key + ": wanted 0 to 100");
    }
    return static_cast<int>(percent);
}

Status read_limits(Fields& pipeline_fields, Pipeline& pipeline, std::string_view file, const std::string& path) {
    LEVADA_TRY(const Json* overwrite, pipeline_fields.map("overwrite"));
    if (overwrite != nullptr) {
        LEVADA_TRY(Fields fields, Fields::of(*overwrite, file, path + ".overwrite"));
        LEVADA_TRY(pipeline.overwrite.shrink_percent_max,
                   read_percent(fields, "shrink_percent_max", path + ".overwrite"));
        const Result<std::string> when_empty = fields.choice("when_empty", {"keep", "replace"}, "keep");
        if (!when_empty) {
            return when_empty.error();
        }
        pipeline.overwrite.when_empty = *when_empty == "keep" ? EmptyVersion::keep : EmptyVersion::replace;
        LEVADA_CHECK(fields.refuse_unknown());
    }
    LEVADA_TRY(const Json* letters, pipeline_fields.map("dead_letters"));
    if (letters != nullptr) {
        LEVADA_TRY(Fields fields, Fields::of(*letters, file, path + ".dead_letters"));
        LEVADA_TRY(pipeline.dead_letters.count_max, fields.integer("count_max", INT64_MAX));
        if (pipeline.dead_letters.count_max < 0) {
            return fields.wrong(*fields.any("count_max"), path + ".dead_letters.count_max: wanted at least 0");
        }
        LEVADA_TRY(pipeline.dead_letters.percent_max, read_percent(fields, "percent_max", path + ".dead_letters"));
        LEVADA_CHECK(fields.refuse_unknown());
    }
    return ok();
}

Status read_concurrency(Fields& fields, Pipeline& pipeline, const std::string& path) {
    const Json* node = fields.any("concurrency");
    if (node == nullptr) {
        return ok();
    }
    LEVADA_TRY(pipeline.concurrency, fields.integer("concurrency", 1));
    if (pipeline.concurrency < 1 || pipeline.concurrency > airbyte::kStreamsAtOnceMax) {
        return fields.wrong(*node,
                            path + ".concurrency: wanted 1 to " + std::to_string(airbyte::kStreamsAtOnceMax) +
                                " streams that are read at once");
    }
    if (pipeline.connector.empty()) {
        return fields.wrong(*node,
                            path + ".concurrency: a connector that is a program reads its streams as it wants to");
    }
    return ok();
}

bool is_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_ascii_lower(c) || is_ascii_digit(c) || c == '_';
    });
}

/// `connector` is a manifest's path, or a map that says more.
Status read_connector(
    Fields& fields, Pipeline& pipeline, Secrets& secrets, const Project& project, std::string_view file) {
    const std::string path = "pipelines." + pipeline.name + ".connector";
    const ProgramPlaces places{project.folder, project.state_folder, project.program_environment};
    const Json* node = fields.any("connector");
    std::string manifest;
    if (node != nullptr && node->is_object()) {
        LEVADA_TRY(Fields parts, Fields::of(*node, file, path));
        LEVADA_TRY(pipeline.program, read_program(parts, secrets, places, file, manifest));
    } else {
        LEVADA_TRY(manifest, fields.required_text("connector"));
        pipeline.program = manifest_python(places);
    }
    if (manifest.empty()) {
        return ok();
    }
    pipeline.connector = project.folder / manifest;
    if (!std::filesystem::exists(pipeline.connector)) {
        return fields.wrong(*node, path + ": there is no file " + pipeline.connector.string());
    }
    return ok();
}

Result<Pipeline> read_pipeline(const Json::Member& member,
                               Secrets& secrets,
                               const Project& project,
                               std::string_view file) {
    const std::string path = "pipelines." + member.key;
    LEVADA_TRY(Fields fields, Fields::of(member.value, file, path));
    if (!is_name(member.key)) {
        return fields.wrong(
            member.value,
            path + ": a pipeline's name has small letters, digits and _ only: it names the tables' schema");
    }
    Pipeline pipeline;
    pipeline.name = member.key;
    pipeline.folder = project.folder;
    pipeline.line = member.value.line();
    LEVADA_CHECK(read_connector(fields, pipeline, secrets, project, file));
    LEVADA_CHECK(read_config(fields, pipeline, secrets, project, file));
    LEVADA_CHECK(read_streams(fields, pipeline, file, path));
    LEVADA_CHECK(read_schedule(fields, pipeline));
    LEVADA_CHECK(read_limits(fields, pipeline, file, path));
    LEVADA_CHECK(read_run_retries(fields, pipeline, file, path));
    LEVADA_CHECK(read_concurrency(fields, pipeline, path));
    LEVADA_TRY(pipeline.http_rewrite, fields.text("http_rewrite", ""));
    LEVADA_CHECK(fields.refuse_unknown());
    return pipeline;
}

constexpr unsigned kMegabyteBits = 20U;

struct AmountRange {
    std::int64_t least;
    std::int64_t most;
};
constexpr AmountRange kMegabytes{1, 1'000'000'000};
constexpr AmountRange kDays{0, 36'500};

/// The number under `section`.`key`.
Result<std::uint64_t> read_amount(
    Fields& fields, std::string_view section, const std::string& key, std::uint64_t otherwise, AmountRange range) {
    LEVADA_TRY(const std::int64_t amount, fields.integer(key, static_cast<std::int64_t>(otherwise)));
    if (amount < range.least || amount > range.most) {
        return fields.wrong(*fields.any(key),
                            std::string(section) + "." + key + ": wanted " + std::to_string(range.least) + " to " +
                                std::to_string(range.most));
    }
    return static_cast<std::uint64_t>(amount);
}

Status read_retention(Fields& root, Settings& settings, std::string_view file) {
    LEVADA_TRY(const Json* retention, root.map("retention"));
    if (retention == nullptr) {
        return ok();
    }
    LEVADA_TRY(Fields fields, Fields::of(*retention, file, "retention"));
    LEVADA_TRY(
        const std::uint64_t megabytes,
        read_amount(fields, "retention", "queue_mb", settings.queue_retention_bytes >> kMegabyteBits, kMegabytes));
    settings.queue_retention_bytes = megabytes << kMegabyteBits;
    LEVADA_TRY(settings.raw_retention_days, read_amount(fields, "retention", "raw_days", 0, kDays));
    LEVADA_TRY(settings.dead_letter_retention_days, read_amount(fields, "retention", "dead_letter_days", 0, kDays));
    return fields.refuse_unknown();
}

Status read_loading(Fields& root, Settings& settings, std::string_view file) {
    LEVADA_TRY(const Json* loading, root.map("loading"));
    if (loading == nullptr) {
        return ok();
    }
    LEVADA_TRY(Fields fields, Fields::of(*loading, file, "loading"));
    BacklogLimits& limits = settings.backlog;
    LEVADA_TRY(const std::uint64_t stream_megabytes,
               read_amount(fields, "loading", "backlog_mb", limits.stream_size_bytes_max >> kMegabyteBits, kMegabytes));
    LEVADA_TRY(
        const std::uint64_t total_megabytes,
        read_amount(fields, "loading", "backlog_total_mb", limits.total_size_bytes_max >> kMegabyteBits, kMegabytes));
    limits.stream_size_bytes_max = stream_megabytes << kMegabyteBits;
    limits.total_size_bytes_max = total_megabytes << kMegabyteBits;
    // A small limit wants small commits: nobody should wait before there is anything to load.
    limits.commit_size_bytes =
        std::min({limits.commit_size_bytes, limits.stream_size_bytes_max / 2, limits.total_size_bytes_max / 2});
    LEVADA_TRY(const std::string refused, fields.text("refused_for_max", ""));
    if (!refused.empty()) {
        const auto interval = schedule::parse_interval(refused);
        if (!interval) {
            return fields.wrong(*fields.any("refused_for_max"), interval.error().message());
        }
        settings.refused_for_max = *interval;
    }
    return fields.refuse_unknown();
}

Status read_settings(Fields& root, Settings& settings, Secrets& secrets, std::string_view file) {
    LEVADA_TRY(const Json* serve, root.map("serve"));
    if (serve != nullptr) {
        LEVADA_TRY(Fields fields, Fields::of(*serve, file, "serve"));
        LEVADA_TRY(settings.listen_host, fields.text("host", settings.listen_host));
        LEVADA_TRY(const std::int64_t port, fields.integer("port", settings.listen_port));
        if (port < 0 || port > kPortMax) {
            return fields.wrong(*fields.any("port"), "serve.port: wanted 0 to 65535");
        }
        settings.listen_port = static_cast<int>(port);
        if (const Json* key = fields.any("api_key"); key != nullptr) {
            LEVADA_TRY(const Json resolved, secrets.resolve(*key, file));
            settings.api_key = resolved.is_string() ? resolved.as_string() : resolved.dump();
        }
        LEVADA_CHECK(fields.refuse_unknown());
    }
    LEVADA_CHECK(read_retention(root, settings, file));
    return read_loading(root, settings, file);
}

}  // namespace

const Pipeline* Project::find(const std::string& name) const {
    const auto found =
        std::find_if(pipelines.begin(), pipelines.end(), [&](const Pipeline& one) { return one.name == name; });
    return found == pipelines.end() ? nullptr : &*found;
}

Result<Project> load_project(const std::filesystem::path& folder,
                             const std::map<std::string, std::string>& environment) {
    Project project;
    project.folder = std::filesystem::absolute(folder).lexically_normal();
    project.state_folder = project.folder / ".levada";
    project.program_environment = program_environment(environment);
    const std::string file = (folder / "levada.yaml").lexically_normal().string();
    const auto text = read_file(file);
    if (!text) {
        return Error(ErrorCode::invalid_config, "there is no project here: " + text.error().message())
            .hint("levada init DIR makes one; --project DIR names another folder");
    }
    LEVADA_TRY(const Json root, parse_yaml(*text, file));
    LEVADA_TRY(Secrets secrets, Secrets::open(project.folder, environment));
    LEVADA_TRY(Fields fields, Fields::of(root, file, ""));
    LEVADA_TRY(const std::int64_t version, fields.integer("version", 1));
    if (version != 1) {
        return fields.wrong(*fields.any("version"), "version: wanted 1");
    }
    LEVADA_CHECK(read_settings(fields, project.settings, secrets, file));
    LEVADA_CHECK(read_host_retries(fields, project.settings, file));
    LEVADA_TRY(const Json* pipelines, fields.map("pipelines"));
    LEVADA_CHECK(fields.refuse_unknown());
    if (pipelines == nullptr) {
        return fields.wrong(root, "pipelines is missing: wanted at least one");
    }
    for (const Json::Member& member : pipelines->as_object()) {
        LEVADA_TRY(Pipeline pipeline, read_pipeline(member, secrets, project, file));
        project.pipelines.push_back(std::move(pipeline));
    }
    project.secrets = secrets.used();
    return project;
}

}  // namespace levada::app
