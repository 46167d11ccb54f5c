#include "vector_writer.h"

#include <cstring>

namespace levada::duckdb {
namespace {

// Source: duckdb.h, duckdb_string_t: texts up to this size are kept in place.
constexpr std::size_t kInlineSizeMax = 12;

}  // namespace

void VectorWriter::set_text(std::uint64_t row, std::string_view text) {
    if (text.size() <= kInlineSizeMax) {
        set_borrowed_text(row, text);
        return;
    }
    duckdb_unsafe_vector_assign_string_element_len(vector_, row, text.data(), text.size());
    set_valid(row);
}

void VectorWriter::set_borrowed_text(std::uint64_t row, std::string_view text) {
    duckdb_string_t& slot = static_cast<duckdb_string_t*>(data_)[row];
    std::memset(&slot, 0, sizeof(slot));
    slot.value.inlined.length = static_cast<std::uint32_t>(text.size());
    if (text.size() <= kInlineSizeMax) {
        std::memcpy(slot.value.inlined.inlined, text.data(), text.size());
    } else {
        std::memcpy(slot.value.pointer.prefix, text.data(), sizeof(slot.value.pointer.prefix));
        slot.value.pointer.ptr = const_cast<char*>(text.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): the
                                                                  // C struct is not const; nobody writes through it.
    }
    set_valid(row);
}

void VectorWriter::set_null(std::uint64_t row) {
    if (validity_ == nullptr) {
        duckdb_vector_ensure_validity_writable(vector_);
        validity_ = duckdb_vector_get_validity(vector_);
    }
    validity_[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}

}  // namespace levada::duckdb
