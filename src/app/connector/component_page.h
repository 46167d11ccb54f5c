#pragma once

#include <string>
#include <vector>

#include "levada/airbyte/components/component_spec.h"

namespace levada::app {

/// One component type in Markdown: what it does, its fields with types and limits, an example.
std::string component_section(const airbyte::ComponentInfo& component);

/// The page on all components, by family; what is only part of others comes last. It is docs/components.md.
std::string components_page(const std::vector<airbyte::ComponentInfo>& components);

}  // namespace levada::app
