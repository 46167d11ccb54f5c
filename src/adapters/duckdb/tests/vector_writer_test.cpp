#include "vector_writer.h"

#include "handles.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(VectorWriter, TextsNullsAndReplacements) {
    duckdb_logical_type type = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    const Chunk chunk(duckdb_create_data_chunk(&type, 1));
    duckdb_destroy_logical_type(&type);
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk.get(), 0);
    VectorWriter writer(vector);
    const std::string borrowed = "longer than twelve characters";
    writer.set_text(0, "twelve chars");
    writer.set_text(1, "thirteen char");
    writer.set_borrowed_text(2, borrowed);
    writer.set_null(3);
    writer.set_null(4);
    writer.set_text(4, "not null any more");
    duckdb_data_chunk_set_size(chunk.get(), 5);

    auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
    const auto text = [values](std::size_t row) {
        return std::string_view(duckdb_string_t_data(&values[row]), duckdb_string_t_length(values[row]));
    };
    EXPECT_EQ(text(0), "twelve chars");
    EXPECT_EQ(text(1), "thirteen char");
    EXPECT_EQ(text(2).data(), borrowed.data());
    EXPECT_EQ(text(4), "not null any more");
    std::uint64_t* validity = duckdb_vector_get_validity(vector);
    EXPECT_TRUE(duckdb_validity_row_is_valid(validity, 2));
    EXPECT_FALSE(duckdb_validity_row_is_valid(validity, 3));
    EXPECT_TRUE(duckdb_validity_row_is_valid(validity, 4));
}

}  // namespace
}  // namespace levada::duckdb
