#pragma once

#include <cstdint>
#include <string_view>

#include <duckdb.h>

namespace levada::duckdb {

/// One vector of the chunk that a scan fills; setting a row again replaces what it had.
class VectorWriter {
public:
    VectorWriter() = default;
    explicit VectorWriter(duckdb_vector vector) : vector_(vector), data_(duckdb_vector_get_data(vector)) {}

    template <typename T>
    void set(std::uint64_t row, T value) {
        static_cast<T*>(data_)[row] = value;
        set_valid(row);
    }
    /// Copies the text, which must be UTF-8.
    void set_text(std::uint64_t row, std::string_view text);
    /// Only for text that lives longer than the chunk is used.
    void set_borrowed_text(std::uint64_t row, std::string_view text);
    /// Text of the record that is read, which is copied unless the record was said to live longer than the chunk.
    void set_record_text(std::uint64_t row, std::string_view text) {
        if (is_borrowing_) {
            set_borrowed_text(row, text);
        } else {
            set_text(row, text);
        }
    }
    void borrow_record_texts(bool is_borrowing) { is_borrowing_ = is_borrowing; }
    /// Whether the records that are read are known to have no backslash at all.
    bool is_without_escapes() const { return is_without_escapes_; }
    void expect_no_escapes(bool is_without_escapes) { is_without_escapes_ = is_without_escapes; }
    void set_null(std::uint64_t row);

private:
    void set_valid(std::uint64_t row) {
        if (validity_ != nullptr) {
            validity_[row / 64] |= std::uint64_t{1} << (row % 64);
        }
    }

    duckdb_vector vector_ = nullptr;
    void* data_ = nullptr;
    std::uint64_t* validity_ = nullptr;  // null until the first null of the chunk
    bool is_borrowing_ = false;
    bool is_without_escapes_ = false;
};

}  // namespace levada::duckdb
