#include "folding.h"

#include <algorithm>

namespace levada::jinja {

namespace {

bool keeps_constant(std::string_view filter) {
    constexpr std::string_view kWithContext[] = {"map",
                                                 "select",
                                                 "reject",
                                                 "selectattr",
                                                 "rejectattr",
                                                 "random",
                                                 "as_text",
                                                 "as_bool",
                                                 "as_number",
                                                 "as_native"};
    return std::find(std::begin(kWithContext), std::end(kWithContext), filter) == std::end(kWithContext);
}

bool is_foldable_or_null(const Expr* expression) {
    return expression == nullptr || is_foldable(*expression);
}

bool are_foldable(const CallArguments& arguments) {
    return std::all_of(arguments.positional.begin(), arguments.positional.end(), is_foldable_or_null) &&
           std::all_of(arguments.keywords.begin(),
                       arguments.keywords.end(),
                       [](const auto& keyword) { return is_foldable_or_null(keyword.second); }) &&
           is_foldable_or_null(arguments.star) && is_foldable_or_null(arguments.star_star);
}

}  // namespace

bool is_foldable(const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::name:
        case ExprKind::call:
        case ExprKind::namespace_ref:
            return false;
        case ExprKind::filter:
            if (!keeps_constant(expression.name())) {
                return false;
            }
            break;
        case ExprKind::both:
        case ExprKind::either:
            // The right side does not count where the left one decides.
            if (expression.left->kind == ExprKind::constant &&
                expression.left->constant.truthy() == (expression.kind == ExprKind::either)) {
                return true;
            }
            break;
        default:
            break;
    }
    return is_foldable_or_null(expression.left) && is_foldable_or_null(expression.right) &&
           std::all_of(expression.items.begin(), expression.items.end(), is_foldable_or_null) &&
           (expression.arguments == nullptr || are_foldable(*expression.arguments));
}

}  // namespace levada::jinja
