#include "project/program_choice.h"

#include <algorithm>
#include <array>

#include "levada/base/ascii.h"
#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/schedule/schedule.h"

namespace levada::app {

namespace {

constexpr std::string_view kAirbytePrefix = "airbyte-";
constexpr std::string_view kTapPrefix = "tap-";
constexpr std::size_t kHashCharacters = 8;

/// A requirement's name without version and extras: "tap-x[y]==1.2" gives "tap-x".
std::string package_name(std::string_view requirement) {
    return std::string(requirement.substr(0, requirement.find_first_of(" [<>=!~;@")));
}

/// The folder of a virtual environment, by what is in it.
std::string venv_name(const std::vector<std::string>& requirements) {
    std::string name;
    for (const char c : requirements.front()) {
        const bool is_plain = is_ascii_alphanumeric(c) || c == '.';
        if (is_plain || (!name.empty() && name.back() != '-')) {
            name += is_plain ? c : '-';
        }
    }
    if (requirements.size() > 1) {
        name += "-" + sha256_hex(join(requirements, "\n")).substr(0, kHashCharacters);
    }
    return name;
}

void place(ProgramChoice& choice, const ProgramPlaces& places) {
    if (choice.requirements.empty()) {
        return;
    }
    choice.venv = places.state_folder / "venvs" / venv_name(choice.requirements);
    const std::string folder = (choice.venv / "bin").string();
    std::string& path = choice.environment["PATH"];
    path = path.empty() ? folder : folder + ":" + path;
    choice.environment["VIRTUAL_ENV"] = choice.venv.string();
}

Status read_environment(Fields& fields, Secrets& secrets, std::string_view file, ProgramChoice& choice) {
    LEVADA_TRY(const Json* environment, fields.map("environment"));
    if (environment == nullptr) {
        return ok();
    }
    LEVADA_TRY(const Json resolved, secrets.resolve(*environment, file));
    for (const Json::Member& member : resolved.as_object()) {
        choice.environment[member.key] = member.value.is_string() ? member.value.as_string() : member.value.dump();
    }
    return ok();
}

Status read_limits(Fields& fields, ProgramChoice& choice) {
    constexpr std::int64_t kMegabytesMax = std::int64_t{1} << 24;
    LEVADA_TRY(const std::int64_t memory, fields.integer("memory_mb", static_cast<std::int64_t>(choice.memory_mb)));
    if (memory < 0 || memory > kMegabytesMax) {
        return fields.wrong(*fields.any("memory_mb"), "memory_mb: wanted 0 (no limit) or the megabytes");
    }
    choice.memory_mb = static_cast<std::uint64_t>(memory);
    for (const auto& [key, limit] :
         {std::pair{"time_limit", &choice.time_max}, {"silence_limit", &choice.silence_max}}) {
        LEVADA_TRY(const std::string text, fields.text(key, ""));
        if (text.empty()) {
            continue;
        }
        const auto interval = schedule::parse_interval(text);
        if (!interval) {
            return fields.wrong(*fields.any(key), std::string(key) + ": " + interval.error().message());
        }
        *limit = *interval;
    }
    return ok();
}

/// What the three ways to name a connector come to.
Status read_way(Fields& fields, ProgramChoice& choice, std::string& manifest) {
    LEVADA_TRY(manifest, fields.text("manifest", ""));
    LEVADA_TRY(const std::string package, fields.text("package", ""));
    LEVADA_TRY(const std::vector<std::string> command, fields.texts("command"));
    const int ways = (manifest.empty() ? 0 : 1) + (package.empty() ? 0 : 1) + (command.empty() ? 0 : 1);
    if (ways != 1) {
        return fields.wrong(fields.node(), "connector: wanted one of manifest, package, command");
    }
    const std::string name = package.empty() ? std::string() : package_name(package);
    LEVADA_TRY(const std::string protocol,
               fields.choice("protocol", {"airbyte", "singer"}, name.starts_with(kTapPrefix) ? "singer" : "airbyte"));
    LEVADA_TRY(const std::string program,
               fields.text("program", name.starts_with(kAirbytePrefix) ? name.substr(kAirbytePrefix.size()) : name));
    if (!manifest.empty()) {
        choice.requirements = {kAirbyteCdk};
        return ok();
    }
    choice.kind = protocol == "singer" ? ConnectorKind::singer : ConnectorKind::airbyte;
    choice.command = command.empty() ? std::vector<std::string>{program} : command;
    if (!package.empty()) {
        choice.requirements = {package};
    }
    return ok();
}

Status read_requirements(Fields& fields, ProgramChoice& choice) {
    LEVADA_TRY(choice.python, fields.text("python", choice.python));
    LEVADA_TRY(const std::vector<std::string> more, fields.texts("requirements"));
    for (const std::string& requirement : more) {
        const auto same =
            std::find_if(choice.requirements.begin(), choice.requirements.end(), [&](const std::string& known) {
                return package_name(known) == package_name(requirement);
            });
        if (same != choice.requirements.end()) {
            *same = requirement;  // Another version than the usual.
        } else {
            choice.requirements.push_back(requirement);
        }
    }
    return ok();
}

}  // namespace

std::map<std::string, std::string> program_environment(const std::map<std::string, std::string>& ours) {
    constexpr std::array<std::string_view, 17> kNames = {"PATH",
                                                         "HOME",
                                                         "LANG",
                                                         "LC_ALL",
                                                         "TZ",
                                                         "TMPDIR",
                                                         "HTTP_PROXY",
                                                         "HTTPS_PROXY",
                                                         "NO_PROXY",
                                                         "http_proxy",
                                                         "https_proxy",
                                                         "no_proxy",
                                                         "SSL_CERT_FILE",
                                                         "SSL_CERT_DIR",
                                                         "REQUESTS_CA_BUNDLE",
                                                         "CURL_CA_BUNDLE",
                                                         "LD_LIBRARY_PATH"};
    std::map<std::string, std::string> seen = {{"PYTHONUNBUFFERED", "1"}, {"PYTHONDONTWRITEBYTECODE", "1"}};
    for (const auto& [name, value] : ours) {
        if (name.starts_with("PIP_") || std::find(kNames.begin(), kNames.end(), name) != kNames.end()) {
            seen[name] = value;
        }
    }
    return seen;
}

ProgramChoice manifest_python(const ProgramPlaces& places) {
    ProgramChoice choice;
    choice.environment = places.environment;
    choice.requirements = {kAirbyteCdk};
    place(choice, places);
    return choice;
}

Result<ProgramChoice> read_program(
    Fields& fields, Secrets& secrets, const ProgramPlaces& places, std::string_view file, std::string& manifest) {
    ProgramChoice choice;
    choice.environment = places.environment;
    LEVADA_CHECK(read_way(fields, choice, manifest));
    LEVADA_CHECK(read_requirements(fields, choice));
    place(choice, places);
    LEVADA_CHECK(read_environment(fields, secrets, file, choice));
    LEVADA_CHECK(read_limits(fields, choice));
    LEVADA_CHECK(fields.refuse_unknown());
    return choice;
}

}  // namespace levada::app
