#pragma once

#include "ast.h"
#include "objects.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/context.h"
#include "levada/jinja/environment.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

/// The variables of one running function. On the stack unless a macro may outlive the function's run.
class Frame final : public Object {
public:
    Frame(const Function& function, Frame* parent);
    ~Frame() override = default;

    Value& slot(std::uint16_t index) { return slots_[index]; }
    Value& at(SlotRef reference);
    Frame* parent() const { return parent_; }
    /// On the heap: whoever needs the frame later may hold it.
    bool is_shared() const { return is_shared_; }
    void set_shared() { is_shared_ = true; }
    /// Drops all variables: breaks the cycles of macros that a frame holds and that hold the frame.
    void clear();

private:
    static constexpr std::size_t kInlineSlots = 8;
    Frame* parent_;
    std::array<Value, kInlineSlots> inline_slots_;
    std::vector<Value> heap_slots_;
    Value* slots_;
    std::size_t count_;
    bool is_shared_ = false;
};

enum class Flow : std::uint8_t { normal, break_, continue_ };

/// One rendering of one program. Not thread-safe; one use.
class Evaluator {
public:
    /// Borrows both.
    Evaluator(const Program& program, const Context& context);
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;
    ~Evaluator();

    const Environment& environment() const { return *program_->environment; }
    const EnvironmentOptions& options() const { return program_->environment->options(); }
    const Context& context() const { return context_; }
    bool autoescape() const { return autoescape_; }

    // ---- what filters, tests and functions use
    Outcome<Value> call(const Value& callee, Arguments& arguments);
    /// `object.name` and `object[key]` as Jinja2's environment resolves them; undefined when there is none.
    Outcome<Value> get_attribute(const Value& object, const Value& name);
    Outcome<Value> get_item(const Value& object, const Value& key);
    /// An undefined value that goes on being one, whatever is asked of it.
    bool is_chainable(const Value& value) const;
    Value undefined_of(const Value& object, const Value& name, std::uint8_t flags = 0) const;
    /// Errors: limit of iterations.
    Outcome<void> count_iteration();
    Outcome<void> check_output(const std::string& out) const;
    Outcome<std::uint64_t> random_bits();
    /// The value of a dbt `return(...)` on its way to the macro that ends with it.
    Value returned;

private:
    friend class EvaluatorTables;
    friend class Folder;
    friend class Rendering;
    friend class MacroObject;
    friend class TemplateReference;
    friend class LoopObject;
    friend class LoopSource;

    Outcome<void> render(std::string& out);
    Outcome<Value> evaluate_single();
    /// Renders into the values that Jinja2's NativeEnvironment would join: constants are text already.
    Outcome<void> render_pieces(std::vector<Value>& pieces);
    /// Runs a file of macros and gives those of its top level; they live as long as this evaluator.
    Outcome<void> load_macros(std::vector<std::pair<std::string, Value>>& macros);

    /// A variable of the template or its context; missing when there is none.
    Value lookup(std::string_view name) const;
    Outcome<Value> run_block(std::string_view name);
    Outcome<void> run_block_into(std::string_view name, std::string& out);
    Outcome<Value> run_macro(const Stmt& macro, Frame* defined_in, Arguments& arguments);
    Outcome<Value> run_recursive_loop(const Stmt& loop, Frame* defined_in, const Value& iterable, std::size_t depth);
    Outcome<bool> assign_and_test(const Stmt& loop, Frame& frame, const Value& item);
    Value repacked(const Expr& target, const Value& item, Frame& frame) const;

    // ---- expressions
    Outcome<Value> evaluate(const Expr& expression, Frame& frame);
    /// The value of a variable or constant where it is, or `kept` with the value of any other expression.
    Outcome<const Value*> look_at(const Expr& expression, Frame& frame, Value& kept);
    Outcome<Value> evaluate_constant(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_name(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_attribute(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_item(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_slice(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_call(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_filter(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_test(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_negation(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_minus(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_plus(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_binary(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_comparison(const Expr& expression, Frame& frame);
    Outcome<Value> compare_once(const Expr& expression, const Value& left, Frame& frame);
    Outcome<Value> evaluate_both(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_either(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_conditional(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_concat(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_markup_concat(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_list(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_tuple(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_dict(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_nothing(const Expr& expression, Frame& frame);
    Outcome<Value> evaluate_unwritable(const Expr& expression, Frame& frame);
    Outcome<bool> truth(const Expr& expression, Frame& frame);
    Outcome<std::vector<Value>> evaluate_all(const std::vector<Expr*>& expressions, Frame& frame);
    Outcome<void> evaluate_arguments(const CallArguments& from, Frame& frame, Arguments& into);
    Outcome<void> add_star_star(const Value& mapping, Arguments& into);
    Outcome<Value> apply_filter(const Expr& filter, const Value& input, Frame& frame);
    /// The chain of filters of a set block or filter block, around `input`.
    Outcome<Value> apply_filters(const Expr& filter, const Value& input, Frame& frame);

    // ---- statements
    Outcome<Flow> run(const std::vector<Stmt*>& body, Frame& frame, std::string& out);
    Outcome<Flow> run_statement(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_pieces(const Stmt& statement, Frame& frame);
    Outcome<Flow> run_output(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_conditional(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_loop(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_assign(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_assign_block(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_macro_definition(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_call_block(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_filter_block(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_with(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_block_use(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_autoescape(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_evaluate(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_break(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_continue(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_other_template(const Stmt& statement, Frame& frame, std::string& out);
    Outcome<Flow> run_items(const Stmt& loop, const Value& iterable, Frame& frame, std::string& out, std::size_t depth);
    Outcome<bool> run_body_once(
        const Stmt& loop, const Value& item, Frame& frame, std::string& out, bool& is_completed);
    Outcome<void> run_loop_object(
        const Stmt& loop, const Value& object, Frame& frame, std::string& out, bool& is_completed);
    void enter(const Scope& scope, Frame& frame);
    Outcome<void> assign(const Expr& target, const Value& value, Frame& frame, bool is_top_level);
    Outcome<void> assign_tuple(const Expr& target, const Value& value, Frame& frame, bool is_top_level);
    Outcome<void> check_namespaces(const Expr& target, Frame& frame);
    void export_variable(const Value& name, const Value& value);
    Outcome<Value> captured(const Stmt& statement, Frame& frame, Flow& flow);
    Outcome<void> bind_specials(const Stmt& macro, Frame& frame, Arguments& arguments, bool has_caller);
    Outcome<void> bind_parameters(const Stmt& macro, Frame& frame, Arguments& arguments, bool& has_caller);
    Outcome<void> fill_defaults(const Stmt& macro, Frame& frame);
    Outcome<void> append_output(std::string& out, const Value& value, Escaping escaping) const;
    /// What is put out as it is and joined with the other output at the end: only text can be.
    void append_unconverted(std::string& out, const Value& value);
    void add_piece(const Value& value);

    /// A frame that is kept as long as the rendering when a macro may need it.
    class FrameHolder {
    public:
        FrameHolder(Evaluator& evaluator, const Function& function, Frame* parent);
        FrameHolder(const FrameHolder&) = delete;
        FrameHolder& operator=(const FrameHolder&) = delete;
        ~FrameHolder();
        Frame& frame() { return *frame_; }

    private:
        Evaluator& evaluator_;
        std::optional<Frame> local_;
        Frame* frame_ = nullptr;
    };

    /// Counts calls for the length of one.
    class CallDepth {
    public:
        explicit CallDepth(std::size_t& depth) : depth_(depth) { ++depth_; }
        CallDepth(const CallDepth&) = delete;
        CallDepth& operator=(const CallDepth&) = delete;
        ~CallDepth() { --depth_; }

    private:
        std::size_t& depth_;
    };
    Outcome<void> check_call_depth() const;
    /// What was put out can be joined: a filter block may have given something that is no text.
    Outcome<void> check_is_text() const;

    const Program* program_;
    const Context& context_;
    bool autoescape_;
    std::size_t iterations_ = 0;
    std::size_t call_depth_ = 0;
    bool has_output_beside_text_ = false;
    std::vector<std::pair<std::string_view, Value>> exported_;
    std::vector<std::pair<std::string_view, Value>> block_visible_;  // Variables that a scoped block sees.
    std::vector<Frame*> kept_frames_;
    std::vector<Value>* pieces_ = nullptr;     // Where output goes piece by piece, if anywhere.
    const std::string* pieces_out_ = nullptr;  // Only output that would go here.
    std::optional<std::mt19937_64> random_;
};

/// What an evaluator is made for, one call each.
class Rendering {
public:
    static Outcome<void> text(Evaluator& evaluator, std::string& out) { return evaluator.render(out); }
    static Outcome<Value> value(Evaluator& evaluator) { return evaluator.evaluate_single(); }
    static Outcome<void> pieces(Evaluator& evaluator, std::vector<Value>& pieces) {
        return evaluator.render_pieces(pieces);
    }
    static Outcome<void> macros(Evaluator& evaluator, std::vector<std::pair<std::string, Value>>& macros) {
        return evaluator.load_macros(macros);
    }
};

}  // namespace levada::jinja
