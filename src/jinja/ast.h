#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/environment.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

enum class ExprKind : std::uint8_t {
    constant,
    name,
    attribute,    // left.name
    item,         // left[right]
    slice,        // items: start, stop, step (null where left out); only inside item
    call,         // left(...)
    filter,       // left | name(...); left is null inside a filter block
    test,         // left is name(...)
    negation,     // not left
    minus,        // -left
    plus,         // +left
    binary,       // left op right
    comparison,   // left (op right)...
    both,         // left and right
    either,       // left or right
    conditional,  // left if right else items[0]
    concat,       // items ~ ...
    list,
    tuple,
    dict,           // items: key, value, key, value, ...
    namespace_ref,  // left.name as a target of set
    unwritable,     // inf or nan where Jinja2's compiler would write it as code: a NameError when it runs
    number_of_kinds,
};

enum class BinaryOp : std::uint8_t { add, subtract, multiply, divide, floor_divide, modulo, power };
enum class CompareOp : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal, in, not_in };
enum class NameUse : std::uint8_t { load, store, parameter };

/// Where a variable lives: so many functions outwards, and its slot there.
struct SlotRef {
    std::uint16_t depth = 0;
    std::uint16_t slot = 0;
};

struct Expr;

/// The arguments of a call, filter or test.
struct CallArguments {
    std::vector<Expr*> positional;
    std::vector<std::pair<Value, Expr*>> keywords;
    Expr* star = nullptr;
    Expr* star_star = nullptr;
};

struct Expr {
    ExprKind kind = ExprKind::constant;
    NameUse use = NameUse::load;
    BinaryOp op = BinaryOp::add;
    // Filter, test: inside a condition, where an unknown name is no error yet. Attribute: may be a method. Item: an
    // index that is refused gives undefined. Power: a negative base keeps its sign. Concat: one part that is markup
    // makes all of it markup.
    bool is_soft = false;
    std::uint16_t height = 0;  // Of the tree below: evaluation goes as deep.
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    Expr* left = nullptr;
    Expr* right = nullptr;
    SlotRef slot;
    Filter function = nullptr;  // Of a filter or test.
    Value constant;             // Also the text of names, attributes, filters and tests.
    std::vector<Expr*> items;
    std::vector<CompareOp> comparisons;
    std::unique_ptr<CallArguments> arguments;

    std::string_view name() const { return constant.text(); }
};

enum class StmtKind : std::uint8_t {
    output,
    conditional,
    loop,
    assign,
    assign_block,
    macro,
    call_block,
    filter_block,
    with,
    block,
    autoescape,
    evaluate,  // do
    break_,
    continue_,
    other_template,  // extends, include, import, from
    number_of_kinds,
};

/// How a variable of a scope starts: what Jinja2's idtracking calls loads.
enum class LoadKind : std::uint8_t { resolve, alias, undefined };

struct Load {
    LoadKind kind = LoadKind::undefined;
    std::uint16_t slot = 0;
    SlotRef from;      // alias
    std::string name;  // resolve
};

using Scope = std::vector<Load>;

/// One piece of output: an expression, or text when there is none or when the compiler has evaluated it.
struct OutputPart {
    Expr* expression = nullptr;
    std::string_view text;
    bool is_computed = false;

    bool is_text() const { return expression == nullptr || is_computed; }
};

/// Whether output is escaped as HTML: `as_run` inside an autoescape whose value only the run knows.
enum class Escaping : std::uint8_t { never, always, as_run };

struct Function;

struct Stmt {
    StmtKind kind = StmtKind::output;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::vector<OutputPart> parts;
    Expr* target = nullptr;
    Expr* value = nullptr;  // Tested, iterated, assigned, called, filtered.
    Expr* test = nullptr;   // for ... if
    std::vector<Stmt*> body;
    std::vector<Stmt*> otherwise;
    std::vector<Stmt*> elifs;                       // Each a conditional of its own, without else.
    std::vector<std::pair<Expr*, Expr*>> bindings;  // with
    std::vector<Expr*> parameters;                  // macro, call
    std::vector<Expr*> defaults;
    Value name;  // macro, block
    bool is_recursive = false;
    bool is_scoped = false;
    bool is_required = false;
    bool is_extends = false;
    bool is_top_level = false;  // Its assignments are the template's own variables.
    bool uses_loop = false;
    Escaping escaping = Escaping::never;  // output
    std::uint16_t loop_slot = 0;
    SlotRef slot;  // Of the macro's name.
    Scope scope;   // Of the body.
    Scope else_scope;
    Scope test_scope;
    std::vector<std::pair<std::string, SlotRef>> visible;  // Scoped block: variables that it sees.
    Function* function = nullptr;                          // macro, call block, recursive loop, block
};

/// What becomes a Python function in Jinja2: a frame of its own.
struct Function {
    const Function* parent = nullptr;
    std::uint16_t slot_count = 0;
    bool has_closures = false;  // A macro may keep its frame alive.
    std::vector<std::uint16_t> parameter_slots;
    int caller_slot = -1;
    int kwargs_slot = -1;
    int varargs_slot = -1;
    bool has_explicit_caller = false;
    bool uses_explicit_caller = false;
    std::map<std::pair<std::uint32_t, std::string>, std::uint16_t> slots;  // Used while it is compiled.
};

/// A compiled template. Always owned by a shared pointer.
struct Program : std::enable_shared_from_this<Program> {
    std::string source;  // Normalized.
    std::string original;
    const Environment* environment = nullptr;
    std::deque<Expr> expressions;
    std::deque<Stmt> statements;
    std::deque<Function> functions;
    std::vector<Stmt*> body;
    Function* root = nullptr;
    Scope scope;
    int self_slot = -1;
    std::map<std::string, Stmt*, std::less<>> blocks;
    std::deque<std::string> computed_texts;
    std::optional<Fault> late_fault;  // A SyntaxError of the Python code that Jinja2 writes: its last step.
    Expr* single = nullptr;           // The expression when the template is nothing else.
    bool is_constant = false;
    std::vector<std::string> undeclared;
};

}  // namespace levada::jinja
