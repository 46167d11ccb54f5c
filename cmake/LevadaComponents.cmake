# levada_components(<target> <kind folder> KIND <interface> NAMESPACE <namespace> HEADER <header>)
#
# The folder is the registry: for each <folder>/<stem>.cpp one call of spec_<stem>() is generated, so a component is one
# file, there is no static-initialiser order, and a missing function is a link error. Generates
# `<namespace>::specs_of_<folder>()` returning std::vector<ComponentSpec<KIND>>.
function(levada_components target folder)
    cmake_parse_arguments(C "" "KIND;NAMESPACE;HEADER" "" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp")
    list(SORT sources)
    set(declarations "")
    set(calls "")
    foreach(source IN LISTS sources)
        get_filename_component(stem "${source}" NAME_WE)
        string(APPEND declarations "ComponentSpec<${C_KIND}> spec_${stem}();\n")
        string(APPEND calls "        spec_${stem}(),\n")
    endforeach()
    set(generated "${CMAKE_CURRENT_BINARY_DIR}/registry_${folder}.cpp")
    file(GENERATE OUTPUT "${generated}" CONTENT
"// Generated from the folder ${folder}; do not edit.
#include \"${C_HEADER}\"

namespace ${C_NAMESPACE} {
${declarations}
std::vector<ComponentSpec<${C_KIND}>> specs_of_${folder}();
std::vector<ComponentSpec<${C_KIND}>> specs_of_${folder}() {
    return {
${calls}    };
}
}  // namespace ${C_NAMESPACE}
")
    target_sources(${target} PRIVATE ${sources} "${generated}")
endfunction()
