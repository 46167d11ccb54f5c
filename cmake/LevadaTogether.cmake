# levada_compile_together(<sources-max>)
#
# Called last: compiles the sources of every target in groups of at most so many, each group as one. Sources that seem to
# use one name in their anonymous namespaces come into different groups; where some do not go together all the same, the
# launcher compiles them apart. See script/compile_together.py.
function(levada_compile_together sources_max)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    levada_group_folder("${CMAKE_SOURCE_DIR}" ${sources_max})
endfunction()

function(levada_group_folder folder sources_max)
    get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
        levada_group_target(${target} "${folder}" ${sources_max})
    endforeach()
    get_property(inner DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
    foreach(each IN LISTS inner)
        levada_group_folder("${each}" ${sources_max})
    endforeach()
endfunction()

function(levada_group_target target folder sources_max)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
        return()
    endif()
    get_target_property(sources ${target} SOURCES)
    list(TRANSFORM sources REPLACE "^([^/].*)" "${folder}/\\1")
    execute_process(
        COMMAND "${Python3_EXECUTABLE}" "${CMAKE_SOURCE_DIR}/script/compile_together.py" --group ${sources_max} ${sources}
        OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" groups "${groups}")
    foreach(source group IN ZIP_LISTS sources groups)
        set_property(SOURCE "${source}" DIRECTORY "${folder}" PROPERTY UNITY_GROUP ${group})
    endforeach()
    get_target_property(launcher ${target} CXX_COMPILER_LAUNCHER)
    if(NOT launcher)
        set(launcher "")
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP CXX_COMPILER_LAUNCHER
        "${Python3_EXECUTABLE};${CMAKE_SOURCE_DIR}/script/compile_together.py;${launcher}")
endfunction()
