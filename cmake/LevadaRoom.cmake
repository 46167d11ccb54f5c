# levada_room(<name> DEPS <rooms…> [LIBRARIES <targets…>] [TEST_LIBRARIES <targets…>])
#
# Makes the static library levada_<name> of the folder's *.cpp and, where there is a tests/ folder, the program
# levada_<name>_tests of its *_test.cpp. Only the include/ folders of the rooms in DEPS are visible to the room's
# code: an include that its README does not allow fails to compile. LIBRARIES are third-party and stay private.
function(levada_room name)
    cmake_parse_arguments(ROOM "" "" "DEPS;LIBRARIES;TEST_LIBRARIES" ${ARGN})
    set(target "levada_${name}")
    file(GLOB sources CONFIGURE_DEPENDS "*.cpp")
    if(sources)
        add_library(${target} STATIC ${sources})
        target_include_directories(${target} PUBLIC include PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
        target_link_libraries(${target} PRIVATE levada_warnings ${ROOM_LIBRARIES})
        foreach(dep IN LISTS ROOM_DEPS)
            target_link_libraries(${target} PUBLIC "levada_${dep}")
        endforeach()
    else()
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE include)
        foreach(dep IN LISTS ROOM_DEPS)
            target_link_libraries(${target} INTERFACE "levada_${dep}")
        endforeach()
    endif()
    if(LEVADA_TESTS)
        levada_room_tests(${name} "${ROOM_TEST_LIBRARIES}")
    endif()
endfunction()

# The test program of one room; every TEST becomes a ctest of its own.
function(levada_room_tests name libraries)
    file(GLOB tests CONFIGURE_DEPENDS "tests/*_test.cpp" "tests/*/*_test.cpp")
    if(NOT tests)
        return()
    endif()
    set(target "levada_${name}_tests")
    add_executable(${target} ${tests})
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/tests")
    target_link_libraries(${target} PRIVATE
        "levada_${name}" levada_test_support levada_warnings GTest::gmock GTest::gtest_main ${libraries})
    if(NOT LEVADA_DEV)
        # What is tested is optimised; the tests themselves are to compile quickly.
        target_compile_options(${target} PRIVATE -O0)
        levada_precompiled_gtest(${target})
    endif()
    add_test(NAME ${name} COMMAND ${target})
    # The Python packages of script/bootstrap --test; without them such a test says that it is skipped.
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 LABELS unit
        ENVIRONMENT_MODIFICATION "PATH=path_list_prepend:${CMAKE_SOURCE_DIR}/build/venv/bin")
endfunction()

# Every test includes gtest/gtest.h, more than a third of the time it takes to compile; it is compiled once for all. Nothing
# but gtest is in there, so a test still has to name what else it uses.
function(levada_precompiled_gtest target)
    if(NOT TARGET levada_gtest_header)
        file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/gtest_header.cpp" CONTENT "int main() {}\n")
        # A program, because what is compiled for a program differs from what is compiled for a library.
        add_executable(levada_gtest_header EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/gtest_header.cpp")
        target_link_libraries(levada_gtest_header PRIVATE levada_warnings GTest::gtest)
        target_compile_options(levada_gtest_header PRIVATE -O0)
        target_precompile_headers(levada_gtest_header PRIVATE <gtest/gtest.h>)
    endif()
    target_precompile_headers(${target} REUSE_FROM levada_gtest_header)
endfunction()
