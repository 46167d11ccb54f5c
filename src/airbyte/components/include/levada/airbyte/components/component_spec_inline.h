#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

/// The `type` of a component node, or "".
std::string_view type_of(const Json& node);
/// The items of a list, or the node itself as the only one.
std::vector<const Json*> items_of(const Json& node);

template <class T>
Result<std::shared_ptr<T>> build(const Json& node, BuildContext& context) {
    static const std::vector<ComponentSpec<T>> kSpecs = FamilyOf<T>::specs();
    const std::string_view type = type_of(node);
    for (const ComponentSpec<T>& spec : kSpecs) {
        if (spec.type == type) {
            return spec.make(FieldValues(node, context));
        }
    }
    return unknown_component_error(FamilyOf<T>::kName, node, context);
}

template <class T>
Result<std::shared_ptr<T>> FieldValues::component(std::string_view name) const {
    const Json* child = json(name);
    if (child == nullptr) {
        return std::shared_ptr<T>();
    }
    return build<T>(*child, context_);
}

template <class T>
Result<std::vector<std::shared_ptr<T>>> FieldValues::components(std::string_view name) const {
    std::vector<std::shared_ptr<T>> built;
    const Json* child = json(name);
    if (child == nullptr) {
        return built;
    }
    for (const Json* item : items_of(*child)) {
        LEVADA_TRY(std::shared_ptr<T> component, build<T>(*item, context_));
        built.push_back(std::move(component));
    }
    return built;
}

}  // namespace levada::airbyte
