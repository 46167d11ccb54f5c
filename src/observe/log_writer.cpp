#include <algorithm>
#include <utility>

#include "levada/base/json.h"
#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/observe/log_sinks.h"

namespace levada::observe {

namespace {

/// Shorter ones would hide ordinary words.
constexpr std::size_t kSecretBytesMin = 4;

std::string_view padded(LogLevel level) {
    constexpr std::string_view kNames[] = {"DEBUG", "INFO ", "WARN ", "ERROR"};
    return kNames[static_cast<std::size_t>(level)];
}

/// ECS wants lower-case level names.
std::string_view ecs_level(LogLevel level) {
    return level == LogLevel::warning ? "warn" : to_string(level);
}

/// A value on one line: in quotes when it has blanks, quotes or control characters.
std::string show_value(const std::string& value) {
    const bool is_plain = !value.empty() && std::ranges::none_of(value, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\x7f';
    });
    if (is_plain) {
        return value;
    }
    std::string quoted;
    append_json_string(quoted, value);
    return quoted;
}

/// A message keeps to its line; whoever writes it cannot fake another entry.
std::string one_line(std::string_view message) {
    std::string line;
    for (const char c : message) {
        if (c == '\n') {
            line += "\n    ";
        } else if (static_cast<unsigned char>(c) >= ' ' || c == '\t') {
            line += c;
        }
    }
    return line;
}

std::string text_line(LogLevel level, std::string_view message, std::span<const LogField> fields, Instant now) {
    std::string line = format_utc(now, 3) + " " + std::string(padded(level)) + " " + one_line(message);
    for (const auto& [key, value] : fields) {
        constexpr std::string_view kOwn = "levada.";
        const std::string_view shown = key.starts_with(kOwn) ? key.substr(kOwn.size()) : key;
        line += "  " + std::string(shown) + "=" + show_value(value);
    }
    return line + "\n";
}

/// Sets `a.b.c` as nested objects. A key that contradicts an earlier one (a and a.b) is kept with its dots.
void set_nested(Json& document, std::string_view key, const std::string& value) {
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos) {
        document.set(key, value);
        return;
    }
    Json& inner = document[key.substr(0, dot)];
    if (inner.is_null() || inner.is_object()) {
        set_nested(inner, key.substr(dot + 1), value);
    } else {
        document.set(key, value);
    }
}

}  // namespace

LogWriter::LogWriter(LogOptions options, LineOutput& output, const Clock& clock)
    : options_(std::move(options)), output_(output), clock_(clock) {
    const std::vector<Secret> given = std::exchange(options_.secrets, {});
    for (const Secret& secret : given) {
        hide(secret);
    }
}

std::string LogWriter::redact(std::string text) const {
    for (const Secret& secret : options_.secrets) {
        if (secret.reveal().size() >= kSecretBytesMin && text.find(secret.reveal()) != std::string::npos) {
            text = replace_all(std::move(text), secret.reveal(), Secret::redacted());
        }
    }
    return text;
}

void LogWriter::hide(const Secret& secret) {
    const std::scoped_lock lock(mutex_);
    options_.secrets.push_back(secret);
    // As it stands in a URL.
    std::string encoded = percent_encode(secret.reveal());
    if (encoded != secret.reveal()) {
        options_.secrets.emplace_back(std::move(encoded));
    }
}

void LogWriter::write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) {
    if (level < options_.level_min) {
        return;
    }
    std::vector<LogField> shown;
    std::string text;
    {
        const std::scoped_lock lock(mutex_);
        text = redact(std::string(message));
        for (const auto& [key, value] : fields) {
            shown.emplace_back(key, redact(value));
        }
    }
    const Instant now = clock_.now();
    if (options_.format == LogFormat::text) {
        output_.write_line(text_line(level, text, shown, now));
        return;
    }
    Json entry = Json::object({{"@timestamp", format_utc(now, 3)},
                               {"log.level", ecs_level(level)},
                               {"message", text},
                               {"ecs.version", "8.11.0"}});
    set_nested(entry, "service.name", options_.service);
    for (const auto& [key, value] : shown) {
        set_nested(entry, key, value);
    }
    output_.write_line(entry.dump() + "\n");
}

void ContextLog::write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) {
    std::vector<LogField> all;
    for (const auto& [key, value] : fields_) {
        const bool is_given = std::ranges::any_of(fields, [&](const LogField& field) { return field.first == key; });
        if (!is_given) {
            all.emplace_back(key, value);
        }
    }
    all.insert(all.end(), fields.begin(), fields.end());
    inner_.write_entry(level, message, all);
}

std::vector<LogField> error_fields(const Error& error) {
    std::vector<LogField> fields = {{"error.code", std::string(to_string(error.code()))},
                                    {"error.message", error.to_string()}};
    if (!error.place().empty()) {
        fields.emplace_back("levada.place", std::string(error.place()));
    }
    return fields;
}

}  // namespace levada::observe
