// Jinja2's global functions: range, dict, namespace, cycler, joiner, lipsum.
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "objects.h"
#include "ops.h"
#include "sorting.h"
#include "try.h"

#include <algorithm>
#include <array>

namespace levada::jinja {

namespace {

constexpr std::size_t kSandboxRangeMax = 100'000;  // Source: Jinja2 3.1.6, sandbox.MAX_RANGE.

Outcome<Value> range_function(Evaluator& evaluator, Arguments& arguments) {
    if (!arguments.keywords.empty()) {
        return fail(FaultKind::type_error, "range() takes no keyword arguments");
    }
    const std::size_t count = arguments.positional.size();
    if (count == 0 || count > 3) {
        return fail(FaultKind::type_error, "range expected 1 to 3 arguments, got " + std::to_string(count));
    }
    std::array<std::int64_t, 3> numbers = {0, 0, 1};
    for (std::size_t i = 0; i < count; ++i) {
        LEVADA_LET(numbers[count == 1 ? 1 : i], integer_or(arguments.positional[i], 0));
    }
    if (numbers[2] == 0) {
        return fail(FaultKind::value_error, "range() arg 3 must not be zero");
    }
    Value range = make_range(numbers[0], numbers[1], numbers[2]);
    if (evaluator.options().sandboxed && range.as<RangeObject>().size() > kSandboxRangeMax) {
        return fail(FaultKind::overflow_error,
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
    }
    return range;
}

Outcome<Value> dict_function(Evaluator& evaluator, Arguments& arguments) {
    if (arguments.positional.size() > 1) {
        return fail(FaultKind::type_error, "dict expected at most 1 argument");
    }
    Value dict = Value::empty_dict();
    LEVADA_DO(fill_dict(evaluator, dict.as<DictObject>(), arguments));
    return dict;
}

Outcome<Value> namespace_function(Evaluator& evaluator, Arguments& arguments) {
    if (arguments.positional.size() > 1) {
        return fail(FaultKind::type_error, "namespace expected at most 1 argument");
    }
    Value space = Value::object(Kind::name_space, new NamespaceObject());
    LEVADA_DO(fill_dict(evaluator, space.as<NamespaceObject>().attributes, arguments));
    return space;
}

/// cycler(a, b, ...): gives its items in turns.
class CyclerObject final : public NativeObject {
public:
    explicit CyclerObject(std::vector<Value> items) : items_(std::move(items)) {}
    std::string_view type_name() const override { return "Cycler"; }

    Outcome<Value> attribute(Evaluator& /*evaluator*/, std::string_view name) override {
        if (name == "current") {
            return items_[position_];
        }
        if (name == "pos") {
            return Value::integer(static_cast<std::int64_t>(position_));
        }
        if (name == "items") {
            return Value::tuple(items_);
        }
        const Value self = make_native(this);
        if (name == "next") {
            return Value::function("next",
                                   [self](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                       CyclerObject& cycler = self.as<CyclerObject>();
                                       Value item = cycler.items_[cycler.position_];
                                       cycler.position_ = (cycler.position_ + 1) % cycler.items_.size();
                                       return item;
                                   });
        }
        if (name == "reset") {
            return Value::function("reset",
                                   [self](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                       self.as<CyclerObject>().position_ = 0;
                                       return Value::none();
                                   });
        }
        return Value();
    }

private:
    std::vector<Value> items_;
    std::size_t position_ = 0;
};

Outcome<Value> cycler_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    if (!arguments.keywords.empty()) {
        return fail(FaultKind::type_error, "cycler() takes no keyword arguments");
    }
    if (arguments.positional.empty()) {
        return fail(FaultKind::runtime_error, "at least one item has to be provided");
    }
    return make_native(new CyclerObject(arguments.positional));
}

/// joiner(sep): nothing when first called, then the separator.
class JoinerObject final : public NativeObject {
public:
    explicit JoinerObject(Value separator) : separator_(std::move(separator)) {}
    std::string_view type_name() const override { return "Joiner"; }
    bool is_callable() const override { return true; }

    Outcome<Value> attribute(Evaluator& /*evaluator*/, std::string_view name) override {
        if (name == "used") {
            return Value::boolean(is_used_);
        }
        return name == "sep" ? separator_ : Value();
    }

    Outcome<Value> call(Evaluator& /*evaluator*/, Arguments& arguments) override {
        LEVADA_DO(expect_no_arguments("joiner", arguments));
        const bool was_used = is_used_;
        is_used_ = true;
        return was_used ? separator_ : Value::borrowed("");
    }

private:
    Value separator_;
    bool is_used_ = false;
};

Outcome<Value> joiner_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("joiner", arguments, {"sep"}));
    return make_native(new JoinerObject(bound[0].is_missing() ? Value::borrowed(", ") : bound[0]));
}

constexpr std::array<std::string_view, 24> kLoremWords = {
    "a",       "ac",      "accumsan", "adipiscing", "aenean", "aliquam", "aliquet",  "amet",
    "ante",    "aptent",  "arcu",     "at",         "dolor",  "donec",   "eget",     "elit",
    "feugiat", "gravida", "ipsum",    "lorem",      "mauris", "nulla",   "praesent", "sit"};

Outcome<std::string> lorem_paragraph(Evaluator& evaluator, std::int64_t words_min, std::int64_t words_max) {
    LEVADA_LET(const std::uint64_t bits, evaluator.random_bits());
    const std::int64_t span = std::max<std::int64_t>(1, words_max - words_min);
    const std::int64_t count = words_min + static_cast<std::int64_t>(bits % static_cast<std::uint64_t>(span));
    std::string text;
    for (std::int64_t i = 0; i < count; ++i) {
        LEVADA_LET(const std::uint64_t choice, evaluator.random_bits());
        text += i == 0 ? "" : " ";
        text += kLoremWords[choice % kLoremWords.size()];
    }
    return text + ".";
}

Outcome<Value> lipsum_function(Evaluator& evaluator, Arguments& arguments) {
    constexpr std::int64_t kParagraphsMax = 1000;
    constexpr std::int64_t kWordsMax = 10'000;
    LEVADA_LET(const auto bound, bind<4>("lipsum", arguments, {"n", "html", "min", "max"}));
    LEVADA_LET(const std::int64_t count, integer_or(bound[0], 5));
    const bool is_html = truth_or(bound[1], true);
    LEVADA_LET(const std::int64_t words_min, integer_or(bound[2], 20));
    LEVADA_LET(const std::int64_t words_max, integer_or(bound[3], 100));
    if (count > kParagraphsMax || words_max > kWordsMax || words_min > kWordsMax || words_min < 0) {
        return fail(FaultKind::value_error, "lipsum() is limited to 1,000 paragraphs of 10,000 words");
    }
    std::string out;
    for (std::int64_t i = 0; i < count; ++i) {
        LEVADA_LET(const std::string paragraph, lorem_paragraph(evaluator, words_min, words_max));
        out += i == 0 ? "" : (is_html ? "\n" : "\n\n");
        out += is_html ? "<p>" + paragraph + "</p>" : paragraph;
    }
    return make_text(std::move(out), is_html);
}

}  // namespace

void add_builtin_globals(Environment& environment) {
    const auto add_type = [&](const char* name, Callable constructor, const char* full_name) {
        environment.add_global(name, Value::object(Kind::type, new TypeObject(full_name, std::move(constructor))));
    };
    if (environment.options().sandboxed) {
        environment.add_global("range", Value::function("range", range_function));
    } else {
        add_type("range", range_function, "range");
    }
    add_type("dict", dict_function, "dict");
    add_type("namespace", namespace_function, "jinja2.utils.Namespace");
    add_type("cycler", cycler_function, "jinja2.utils.Cycler");
    add_type("joiner", joiner_function, "jinja2.utils.Joiner");
    environment.add_global("lipsum", Value::function("lipsum", lipsum_function));
}

}  // namespace levada::jinja
