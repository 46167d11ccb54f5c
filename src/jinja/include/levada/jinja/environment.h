#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// What a template may cost. Reaching a limit is an error that names it.
struct Limits {
    std::size_t output_size_bytes_max = std::size_t{256} << 20U;
    std::size_t loop_iterations_max = 50'000'000;
    std::size_t call_depth_max = 200;     ///< Macros, callers and recursive loops.
    std::size_t nesting_depth_max = 200;  ///< Of expressions and statements in the text; chains may be twice as long.
    std::size_t template_size_bytes_max = std::size_t{16} << 20U;
};

/// How an undefined value behaves when something is asked of it.
enum class UndefinedPolicy : std::uint8_t {
    standard,   ///< Prints nothing, is false and empty; anything else is an UndefinedError.
    chainable,  ///< As standard, but attribute, item and call give an undefined value again (dbt, while it parses).
};

/// Settings of a Jinja2 Environment.
struct EnvironmentOptions {
    bool trim_blocks = false;
    bool lstrip_blocks = false;
    bool keep_trailing_newline = false;
    bool autoescape = false;
    bool sandboxed = false;
    bool tag_do = false;             ///< jinja2.ext.do
    bool tag_loop_controls = false;  ///< jinja2.ext.loopcontrols
    bool native_types = false;       ///< Output keeps its types (NativeEnvironment): none of it is escaped.
    bool dbt_tags = false;           ///< dbt's materialization, docs, test; typed macro arguments; macro renaming.
    /// A SyntaxError of the Python code that Jinja2 writes comes when the template runs: the CDK looks for undeclared
    /// variables before it compiles.
    bool defers_python_errors = false;
    UndefinedPolicy undefined = UndefinedPolicy::standard;
    Limits limits;
};

/// One filter or test: `input | name(args)`.
using Filter = Outcome<Value> (*)(Evaluator&, const Value& input, Arguments& arguments);

/// Settings, filters, tests and global variables that templates are compiled with. Fill it, then share it: after the
/// first compile it must not change, and it must outlive its templates. Reading is thread-safe.
class Environment {
public:
    /// Jinja2's own filters, tests and globals (range, dict, namespace, cycler, joiner, lipsum).
    explicit Environment(EnvironmentOptions options);
    ~Environment();
    Environment(Environment&&) noexcept;
    Environment& operator=(Environment&&) noexcept;

    /// jinja2.Environment() with all defaults. Never destroyed.
    static const Environment& plain();

    void add_filter(std::string name, Filter filter);
    void add_test(std::string name, Filter test);
    void add_global(std::string name, Value value);
    void remove_global(std::string_view name);
    /// A variable that templates may call by two names: `alias` means `name`.
    void add_alias(std::string alias, std::string name);

    const EnvironmentOptions& options() const;
    Filter find_filter(std::string_view name) const;
    Filter find_test(std::string_view name) const;
    const Value* find_global(std::string_view name) const;
    /// The name that the context knows a variable by.
    std::string_view variable_name(std::string_view name) const;

private:
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

}  // namespace levada::jinja
