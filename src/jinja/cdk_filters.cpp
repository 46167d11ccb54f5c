#include "binding.h"
#include "cdk_functions.h"
#include "json_text.h"
#include "objects.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

#include "levada/base/ascii.h"
#include "levada/base/hash.h"
#include "levada/jinja/python_regex.h"

namespace levada::jinja::cdk {

namespace {

/// Names of hashlib and what OpenSSL calls them.
constexpr std::pair<std::string_view, std::string_view> kAlgorithms[] = {
    {"md5", "md5"},
    {"sha1", "sha1"},
    {"sha224", "sha224"},
    {"sha256", "sha256"},
    {"sha384", "sha384"},
    {"sha512", "sha512"},
    {"sha3_224", "sha3-224"},
    {"sha3_256", "sha3-256"},
    {"sha3_384", "sha3-384"},
    {"sha3_512", "sha3-512"},
    {"blake2b", "blake2b512"},
    {"blake2s", "blake2s256"},
};

Outcome<Value> hash(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("hash", arguments, {"hash_type", "salt"}));
    LEVADA_LET(const std::string_view name, text_or(bound[0], "md5"));
    const auto* found = std::find_if(
        std::begin(kAlgorithms), std::end(kAlgorithms), [&](const auto& known) { return known.first == name; });
    if (found == std::end(kAlgorithms)) {
        return fail(FaultKind::attribute_error, "No hashing function named " + std::string(name));
    }
    std::string text = input.str();
    if (bound[1].truthy()) {
        bound[1].append_to(text);
    }
    return Value::string(to_hex(digest(found->second, text)));
}

Outcome<Value> hmac_filter(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("hmac", arguments, {"key", "hash_type"}, 1));
    LEVADA_LET(const std::string_view name, text_or(bound[1], "sha256"));
    if (name != "sha256") {
        return fail(FaultKind::value_error,
                    "Hash type '" + std::string(name) + "' is not allowed. Allowed types: sha256");
    }
    return Value::string(to_hex(hmac("sha256", bound[0].str(), input.str())));
}

/// value.encode(...) of something that is no text.
tl::unexpected<Fault> no_encode(const Value& input) {
    if (input.is_undefined()) {
        return fail(undefined_fault(input));
    }
    return fail(FaultKind::attribute_error,
                "'" + std::string(input.type_name()) + "' object has no attribute 'encode'");
}

Outcome<Value> encode_base64(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("base64encode", arguments));
    return input.is_string() ? Value::string(base64_encode(input.text())) : Outcome<Value>(no_encode(input));
}

/// The CDK's base64binascii_decode encodes, in spite of its name.
Outcome<Value> encode_ascii_base64(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("base64binascii_decode", arguments));
    if (!input.is_string()) {
        return no_encode(input);
    }
    if (!is_ascii(input.text())) {
        return fail(Fault::named("UnicodeEncodeError", "'ascii' codec can't encode the text"));
    }
    return Value::string(base64_encode(input.text()));
}

bool is_base64_letter(char c) {
    return is_ascii_alphanumeric(c) || c == '+' || c == '/';
}

/// Python's b64decode skips what is no base64 letter and stops at complete padding.
Outcome<Value> decode_base64(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("base64decode", arguments));
    if (!input.is_string()) {
        return no_encode(input);
    }
    std::string letters;
    std::size_t padding = 0;
    for (const char c : input.text()) {
        if (c == '=') {
            padding += letters.size() % 4 >= 2 ? 1U : 0U;
            if (letters.size() % 4 + padding == 4) {
                break;
            }
        } else if (is_base64_letter(c)) {
            letters += c;
            padding = 0;
        }
    }
    const std::size_t rest = letters.size() % 4;
    std::string bytes;
    if ((rest != 0 && rest + padding != 4) || !base64_decode(letters.append(rest == 0 ? 0 : 4 - rest, '='), bytes)) {
        return fail(Fault::named("Error", "Incorrect padding"));
    }
    return Value::string(std::move(bytes));
}

/// Text as it is; anything else as JSON in triple quotes, so that the literal reading makes a text of it.
Outcome<Value> string(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("string", arguments));
    if (input.is_string()) {
        return input;
    }
    std::string out = "\"\"\"";
    LEVADA_DO(append_python_json(out, input, JsonStyle()));
    return Value::string(out + "\"\"\"");
}

Outcome<std::string_view> searched_text(const Value& input) {
    if (!input.is_string()) {
        return fail(FaultKind::type_error,
                    "expected string or bytes-like object, got '" + std::string(input.type_name()) + "'");
    }
    return input.text();
}

Outcome<Value> regex_search(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("regex_search", arguments, {"regex"}, 1));
    LEVADA_LET(const std::string_view text, searched_text(input));
    LEVADA_LET(const std::string_view pattern, text_or(bound[0], ""));
    LEVADA_LET(const Regex regex, Regex::compile(pattern));
    LEVADA_LET(const std::optional<RegexMatch> match, regex.search(text));
    if (!match || regex.group_count() == 0) {
        return Value::borrowed("");
    }
    const auto& group = match->groups[1];
    return group ? input.slice_of_text(text.substr(group->first, group->second - group->first)) : Value::none();
}

Outcome<Value> regex_replace(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("regex_replace", arguments, {"regex", "replacement"}, 2));
    LEVADA_LET(const std::string_view text, searched_text(input));
    LEVADA_LET(const std::string_view pattern, text_or(bound[0], ""));
    LEVADA_LET(const std::string_view replacement, text_or(bound[1], ""));
    LEVADA_LET(const Regex regex, Regex::compile(pattern));
    LEVADA_LET(std::string out, regex.substitute(text, replacement));
    return Value::string(std::move(out));
}

}  // namespace

void add_filters(Environment& environment) {
    const std::pair<const char*, Filter> filters[] = {
        {"hash", hash},
        {"hmac", hmac_filter},
        {"base64encode", encode_base64},
        {"base64decode", decode_base64},
        {"base64binascii_decode", encode_ascii_base64},
        {"string", string},
        {"regex_search", regex_search},
        {"regex_replace", regex_replace},
    };
    for (const auto& [name, filter] : filters) {
        environment.add_filter(name, filter);
    }
}

}  // namespace levada::jinja::cdk
