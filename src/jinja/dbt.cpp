#include "dbt.h"

#include "levada/jinja/template.h"
#include "objects.h"
#include "try.h"

namespace levada::jinja::dbt {

Outcome<Value> render(std::string_view text, std::string_view macros, const Context& variables, const Settings& settings) {
    (void)text; (void)macros; (void)variables; (void)settings;
    return fail(FaultKind::unsupported, "todo");
}

}  // namespace levada::jinja::dbt
