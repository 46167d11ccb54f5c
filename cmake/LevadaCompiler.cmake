# The compiler's settings for every target: C++20, all warnings as errors, and ccache where it is installed.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# -O3 costs a third more time to compile and gains nothing that bench/ can see.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
if(LEVADA_DEV)
    set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g0")
endif()

find_program(LEVADA_CCACHE ccache)
if(LEVADA_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "CCACHE_NOHASHDIR=1"
        "CCACHE_SLOPPINESS=pch_defines,time_macros" "${LEVADA_CCACHE}")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options($<$<BOOL:$<TARGET_PROPERTY:PRECOMPILE_HEADERS_REUSE_FROM>>:-fpch-preprocess>)
    endif()
endif()
# The system's linker for every program, although mold takes a third of its time (6 s instead of 21 for all 29 programs):
# mold 1.10.1, the one of Debian 12, once did not end (all other work of the build had, an hour before), and begins RELRO
# one page too early where .tbss ends at a page's end: such a program does not start.

# For the program that people get: what is written once, at its start, cannot be written afterwards.
function(levada_link_hardened target)
    target_link_options(${target} PRIVATE "LINKER:-z,relro,-z,now")
endfunction()

add_library(levada_warnings INTERFACE)
if(NOT LEVADA_FUZZ)  # clang warns of other things than the compiler that the tree is kept clean for.
    target_compile_options(levada_warnings INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # Under optimisation g++ 12 finds an overlap in `"literal" + string` that is not there. Source: GCC bug 105651.
    target_compile_options(levada_warnings INTERFACE -Wno-restrict)
endif()

if(LEVADA_SANITIZE)
    # g++ 12 takes the instrumented code of std::variant and std::vector for reads of uninitialised members.
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
        -Wno-maybe-uninitialized)
    add_link_options(-fsanitize=address,undefined)
endif()

if(LEVADA_SANITIZE_THREADS)
    # Fences of libstdc++ are not seen by ThreadSanitizer; g++ says so of each.
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-tsan -Wno-maybe-uninitialized)
    add_link_options(-fsanitize=thread)
endif()

if(LEVADA_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address)
endif()
