# DuckDB's own static libraries and C header, pinned by version and checksum, fetched by the ordinary `go` client.
# Set DUCKDB_ROOT to a folder with duckdb.h and *.a to do without it.
set(DUCKDB_GO_MODULE "github.com/duckdb/duckdb-go-bindings/lib/linux-amd64")
set(DUCKDB_GO_VERSION "v0.10505.0")  # DuckDB 1.5.5
set(DUCKDB_GO_SUM "h1:nrsaVYj3XYCRbS2FpdOMD/KHE7egRMr+/NR1IHmjT84=")
set(DUCKDB_ROOT "" CACHE PATH "Folder with duckdb.h and *.a (then go is not needed)")

if(NOT DUCKDB_ROOT)
    find_program(GO_EXECUTABLE go REQUIRED)
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -E env GOFLAGS=-mod=mod GO111MODULE=on GOTOOLCHAIN=local
                "${GO_EXECUTABLE}" mod download -json "${DUCKDB_GO_MODULE}@${DUCKDB_GO_VERSION}"
        WORKING_DIRECTORY "${CMAKE_BINARY_DIR}"
        OUTPUT_VARIABLE duckdb_module_json
        RESULT_VARIABLE duckdb_download_result)
    if(NOT duckdb_download_result EQUAL 0)
        message(FATAL_ERROR "DuckDB ${DUCKDB_GO_VERSION} cannot be had from the Go module proxy: ${duckdb_module_json}")
    endif()
    string(JSON duckdb_sum GET "${duckdb_module_json}" Sum)
    string(JSON duckdb_folder GET "${duckdb_module_json}" Dir)
    if(NOT duckdb_sum STREQUAL DUCKDB_GO_SUM)
        message(FATAL_ERROR "DuckDB module checksum ${duckdb_sum} is not the pinned ${DUCKDB_GO_SUM}")
    endif()
    set(DUCKDB_ROOT "${duckdb_folder}" CACHE PATH "" FORCE)
endif()

file(GLOB duckdb_libraries "${DUCKDB_ROOT}/*.a")
find_package(Threads REQUIRED)
add_library(levada_duckdb_bundle INTERFACE)
target_include_directories(levada_duckdb_bundle SYSTEM INTERFACE "${DUCKDB_ROOT}")
target_link_libraries(levada_duckdb_bundle INTERFACE
    -Wl,--start-group ${duckdb_libraries} -Wl,--end-group Threads::Threads ${CMAKE_DL_LIBS} m)
add_library(DuckDB::duckdb ALIAS levada_duckdb_bundle)
