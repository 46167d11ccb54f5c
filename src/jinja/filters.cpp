// Registration of Jinja2's filters. Source: Jinja2 3.1.6, filters.FILTERS.
#include "builtins.h"

namespace levada::jinja {

void add_builtin_filters(Environment& environment) {
    for (const auto filters :
         {text_filters(), html_filters(), number_filters(), sequence_filters(), selection_filters()}) {
        for (const auto& [name, filter] : filters) {
            environment.add_filter(std::string(name), filter);
        }
    }
}

}  // namespace levada::jinja
