#include <optional>
#include <utility>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {

namespace {

struct Member;

struct Node {
    std::optional<InterpolatedString> text;
    Json value;
    std::vector<Member> members;
    std::vector<Node> items;
};

struct Member {
    InterpolatedString key;
    Node value;
};

/// Which texts inside a value are templates.
enum class Depth : std::uint8_t { top_level, nested };

Result<Node> compile(const Json& value, const Json& parameters, const BuildContext& context, Depth depth);

Result<Node> compile_members(const Json& value, const Json& parameters, const BuildContext& context, Depth depth) {
    Node node;
    node.value = Json::object();
    for (const Json::Member& member : value.as_object()) {
        LEVADA_TRY(InterpolatedString key, InterpolatedString::make(member.key, parameters, context));
        Node child;
        child.value = member.value;
        if (depth == Depth::nested || member.value.is_string()) {
            LEVADA_TRY(child, compile(member.value, parameters, context, depth));
        }
        node.members.push_back({std::move(key), std::move(child)});
    }
    return node;
}

Result<Node> compile(const Json& value, const Json& parameters, const BuildContext& context, Depth depth) {
    if (value.is_object()) {
        return compile_members(value, parameters, context, depth);
    }
    Node node;
    node.value = value;
    if (value.is_string()) {
        LEVADA_TRY(node.text, InterpolatedString::make(value.as_string(), parameters, context));
        return node;
    }
    if (value.is_array() && depth == Depth::nested) {
        for (const Json& item : value.as_array()) {
            LEVADA_TRY(Node child, compile(item, parameters, context, depth));
            node.items.push_back(std::move(child));
        }
    }
    return node;
}

Result<Json> eval_node(const Node& node, const Scope& scope, ValueTypes types, Depth depth);

/// The text of a key that may be any value: as Python prints it, in a JSON body as Python's json writes it.
std::string key_of(const Json& name, Depth depth) {
    const bool is_json_word = depth == Depth::nested && (name.is_null() || name.is_boolean());
    return is_json_word ? name.dump() : python_str(name);
}

Result<Json> eval_members(const Node& node, const Scope& scope, ValueTypes types, Depth depth) {
    Json made = Json::object();
    for (const auto& [key, child] : node.members) {
        LEVADA_TRY(const Json name, key.eval_or_none(scope, ValueTypes::any));
        LEVADA_TRY(Json value, eval_node(child, scope, types, depth));
        if (!value.is_null()) {
            made.set(key_of(name, depth), std::move(value));
        }
    }
    return made;
}

Result<Json> eval_node(const Node& node, const Scope& scope, ValueTypes types, Depth depth) {
    if (node.text) {
        return node.text->eval_or_none(scope, types);
    }
    if (!node.members.empty()) {
        return eval_members(node, scope, types, depth);
    }
    if (node.items.empty()) {
        return node.value;
    }
    Json made = Json::array();
    for (const Node& item : node.items) {
        LEVADA_TRY(Json value, eval_node(item, scope, types, depth));
        made.push_back(std::move(value));
    }
    return made;
}

Json without_nulls(Json value) {
    if (!value.is_object()) {
        return value;
    }
    Json kept = Json::object();
    for (Json::Member& member : value.as_object()) {
        if (!member.value.is_null()) {
            kept.set(member.key, std::move(member.value));
        }
    }
    return kept;
}

Result<Node> compile_input(const Json* input, const Json& parameters, const BuildContext& context, Depth depth) {
    const Json empty = Json::object();
    const bool is_empty = input == nullptr || !python_truth(*input);
    return compile(is_empty ? empty : *input, parameters, context, depth);
}

}  // namespace

struct InterpolatedInput::State {
    Node root;
};

Result<InterpolatedInput> InterpolatedInput::make(const Json* input,
                                                  const Json& parameters,
                                                  const BuildContext& context) {
    auto state = std::make_shared<State>();
    LEVADA_TRY(state->root, compile_input(input, parameters, context, Depth::top_level));
    InterpolatedInput made;
    made.state_ = std::move(state);
    return made;
}

Result<Json> InterpolatedInput::eval(const Scope& scope, ValueTypes types) const {
    if (state_ == nullptr) {
        return Json::object();
    }
    const std::optional<InterpolatedString>& text = state_->root.text;
    if (!text) {
        return eval_members(state_->root, scope, types, Depth::top_level);
    }
    LEVADA_TRY(Json value, text->eval(scope, ValueTypes::any));
    return without_nulls(std::move(value));
}

struct InterpolatedNested::State {
    Node root;
};

Result<InterpolatedNested> InterpolatedNested::make(const Json* input,
                                                    const Json& parameters,
                                                    const BuildContext& context) {
    auto state = std::make_shared<State>();
    LEVADA_TRY(state->root, compile_input(input, parameters, context, Depth::nested));
    InterpolatedNested made;
    made.state_ = std::move(state);
    return made;
}

Result<Json> InterpolatedNested::eval(const Scope& scope) const {
    if (state_ == nullptr) {
        return Json::object();
    }
    const std::optional<InterpolatedString>& text = state_->root.text;
    return text ? text->eval(scope, ValueTypes::any) : eval_node(state_->root, scope, ValueTypes::any, Depth::nested);
}

}  // namespace levada::airbyte
