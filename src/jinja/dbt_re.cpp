// modules.re of dbt's context.
#include "binding.h"
#include "dbt_functions.h"
#include "evaluator.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

#include "levada/jinja/python_regex.h"

namespace levada::jinja::dbt {

namespace {

/// A match object: group(), groups(), start(), end(), span(), groupdict().
class MatchObject final : public NativeObject {
public:
    MatchObject(Value text, RegexMatch match, std::vector<std::pair<std::string, std::size_t>> names)
        : text_(std::move(text)), match_(std::move(match)), names_(std::move(names)) {}
    std::string_view type_name() const override { return "Match"; }
    std::string repr() const override { return "<re.Match object; match=" + group(0).repr() + ">"; }

    Outcome<Value> attribute(Evaluator& /*evaluator*/, std::string_view name) override {
        const Value self = make_native(this);
        if (name == "group") {
            return Value::function("group", [self](Evaluator& /*evaluator*/, Arguments& arguments) {
                return self.as<MatchObject>().chosen(arguments);
            });
        }
        if (name == "groups") {
            return Value::function("groups",
                                   [self](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                       return self.as<MatchObject>().all_groups();
                                   });
        }
        if (name == "groupdict") {
            return Value::function("groupdict",
                                   [self](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                       return self.as<MatchObject>().named_groups();
                                   });
        }
        if (name == "start" || name == "end" || name == "span") {
            const std::string what(name);
            return Value::function(what,
                                   [self, what](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                       return self.as<MatchObject>().place(what);
                                   });
        }
        return Value();
    }

private:
    Value group(std::size_t number) const {
        const auto& range = match_.groups[number];
        return range ? text_.slice_of_text(text_.text().substr(range->first, range->second - range->first))
                     : Value::none();
    }

    Outcome<Value> group_of(const Value& key) const {
        if (key.is(Kind::integer) && key.as_integer() >= 0 &&
            static_cast<std::size_t>(key.as_integer()) < match_.groups.size()) {
            return group(static_cast<std::size_t>(key.as_integer()));
        }
        const auto named = std::find_if(names_.begin(), names_.end(), [&](const auto& known) {
            return key.is_string() && known.first == key.text();
        });
        return named != names_.end() ? Outcome<Value>(group(named->second))
                                     : fail(FaultKind::index_error, "no such group");
    }

    Outcome<Value> chosen(Arguments& arguments) const {
        if (arguments.positional.size() <= 1) {
            return group_of(arguments.positional.empty() ? Value::integer(0) : arguments.positional[0]);
        }
        std::vector<Value> groups;
        for (const Value& key : arguments.positional) {
            LEVADA_LET(Value value, group_of(key));
            groups.push_back(std::move(value));
        }
        return Value::tuple(std::move(groups));
    }

    Value all_groups() const {
        std::vector<Value> groups;
        for (std::size_t i = 1; i < match_.groups.size(); ++i) {
            groups.push_back(group(i));
        }
        return Value::tuple(std::move(groups));
    }

    Value named_groups() const {
        Value dict = Value::empty_dict();
        for (const auto& [name, number] : names_) {
            dict.as<DictObject>().set(name, group(number));
        }
        return dict;
    }

    Value place(std::string_view what) const {
        const auto index = [&](std::size_t offset) {
            return Value::integer(static_cast<std::int64_t>(count_code_points(text_.text().substr(0, offset))));
        };
        if (what == "span") {
            return Value::tuple({index(match_.start()), index(match_.end())});
        }
        return index(what == "start" ? match_.start() : match_.end());
    }

    Value text_;
    RegexMatch match_;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

Outcome<std::string_view> subject(const Value& value) {
    if (!value.is_string()) {
        return fail(FaultKind::type_error,
                    "expected string or bytes-like object, got '" + std::string(value.type_name()) + "'");
    }
    return value.text();
}

Outcome<Regex> compiled(const Value& pattern, const Value& flags) {
    LEVADA_LET(const std::string_view text, subject(pattern));
    LEVADA_LET(const std::int64_t bits, integer_or(flags, 0));
    return Regex::compile(text, static_cast<std::uint32_t>(bits));
}

Value match_value(const Value& text, const std::optional<RegexMatch>& match, const Regex& regex) {
    return match ? make_native(new MatchObject(text, *match, regex.group_names())) : Value::none();
}

enum class Anchor : std::uint8_t { none, start, both };

template <Anchor kAnchor>
Outcome<Value> find_match(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("search", arguments, {"pattern", "string", "flags"}, 2));
    LEVADA_LET(const Regex regex, compiled(bound[0], bound[2]));
    LEVADA_LET(const std::string_view text, subject(bound[1]));
    LEVADA_LET(const std::optional<RegexMatch> match,
               kAnchor == Anchor::none    ? regex.search(text)
               : kAnchor == Anchor::start ? regex.match_at(text, 0)
                                          : regex.match_whole(text));
    return match_value(bound[1], match, regex);
}

Outcome<Value> substitute(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<5>("sub", arguments, {"pattern", "repl", "string", "count", "flags"}, 3));
    LEVADA_LET(const Regex regex, compiled(bound[0], bound[4]));
    if (!bound[1].is_string()) {
        return fail(FaultKind::unsupported, "re.sub with a function is not supported");
    }
    LEVADA_LET(const std::string_view text, subject(bound[2]));
    LEVADA_LET(const std::int64_t count, integer_or(bound[3], 0));
    LEVADA_LET(std::string out,
               regex.substitute(text, bound[1].text(), static_cast<std::size_t>(std::max<std::int64_t>(0, count))));
    return Value::string(std::move(out));
}

/// Every match, at most `count_max` of them when that is positive.
Outcome<std::vector<RegexMatch>> all_matches(const Regex& regex, std::string_view text, std::int64_t count_max) {
    std::vector<RegexMatch> matches;
    std::size_t from = 0;
    bool must_advance = false;
    while (count_max <= 0 || static_cast<std::int64_t>(matches.size()) < count_max) {
        LEVADA_LET(std::optional<RegexMatch> match, regex.search(text, from, must_advance));
        if (!match) {
            break;
        }
        from = match->end();
        must_advance = match->start() == match->end();
        matches.push_back(std::move(*match));
    }
    return matches;
}

Value part_of(const Value& text,
              const std::optional<std::pair<std::size_t, std::size_t>>& range,
              const Value& otherwise) {
    return range ? text.slice_of_text(text.text().substr(range->first, range->second - range->first)) : otherwise;
}

Outcome<Value> split(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<4>("split", arguments, {"pattern", "string", "maxsplit", "flags"}, 2));
    LEVADA_LET(const Regex regex, compiled(bound[0], bound[3]));
    LEVADA_LET(const std::string_view text, subject(bound[1]));
    LEVADA_LET(const std::int64_t splits_max, integer_or(bound[2], 0));
    LEVADA_LET(const std::vector<RegexMatch> matches, all_matches(regex, text, splits_max));
    std::vector<Value> parts;
    std::size_t from = 0;
    for (const RegexMatch& match : matches) {
        parts.push_back(bound[1].slice_of_text(text.substr(from, match.start() - from)));
        for (std::size_t i = 1; i < match.groups.size(); ++i) {
            parts.push_back(part_of(bound[1], match.groups[i], Value::none()));
        }
        from = match.end();
    }
    parts.push_back(bound[1].slice_of_text(text.substr(from)));
    return Value::list(std::move(parts));
}

Outcome<Value> find_all(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("findall", arguments, {"pattern", "string", "flags"}, 2));
    LEVADA_LET(const Regex regex, compiled(bound[0], bound[2]));
    LEVADA_LET(const std::string_view text, subject(bound[1]));
    LEVADA_LET(const std::vector<RegexMatch> matches, all_matches(regex, text, 0));
    std::vector<Value> found;
    for (const RegexMatch& match : matches) {
        std::vector<Value> groups;
        for (std::size_t i = match.groups.size() > 1 ? 1 : 0; i < match.groups.size(); ++i) {
            groups.push_back(part_of(bound[1], match.groups[i], Value::borrowed("")));
        }
        found.push_back(groups.size() == 1 ? groups[0] : Value::tuple(std::move(groups)));
    }
    return Value::list(std::move(found));
}

Outcome<Value> escape(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("escape", arguments, {"pattern"}, 1));
    LEVADA_LET(const std::string_view text, subject(bound[0]));
    std::string out;
    for (const char c : text) {
        out += std::string_view("()[]{}?*+-|^$\\.&~# \t\n\r\v\f").find(c) != std::string_view::npos ? "\\" : "";
        out += c;
    }
    return Value::string(std::move(out));
}

}  // namespace

Value make_re_module() {
    const Value module = Value::object(Kind::module, new ModuleObject("re"));
    auto& attributes = module.as<ModuleObject>().attributes;
    const std::pair<const char*, Callable> functions[] = {
        {"search", find_match<Anchor::none>},
        {"match", find_match<Anchor::start>},
        {"fullmatch", find_match<Anchor::both>},
        {"sub", substitute},
        {"split", split},
        {"findall", find_all},
        {"escape", escape},
    };
    for (const auto& [name, function] : functions) {
        attributes.emplace_back(name, Value::function(name, function));
    }
    const std::pair<const char*, std::uint32_t> flags[] = {
        {"IGNORECASE", Regex::kIgnoreCase},
        {"I", Regex::kIgnoreCase},
        {"MULTILINE", Regex::kMultiLine},
        {"M", Regex::kMultiLine},
        {"DOTALL", Regex::kDotAll},
        {"S", Regex::kDotAll},
        {"VERBOSE", Regex::kVerbose},
        {"X", Regex::kVerbose},
    };
    for (const auto& [name, bits] : flags) {
        attributes.emplace_back(name, Value::integer(bits));
    }
    return module;
}

}  // namespace levada::jinja::dbt
