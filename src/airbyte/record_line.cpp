#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "levada/airbyte/message_writer.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kNull = "null";
constexpr std::string_view kNaN = "NaN";
constexpr std::string_view kInfinity = "Infinity";

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// The position behind the string that starts at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return text.size();
}

/// The position behind the value that starts at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (depth > 0 && (c == '}' || c == ']')) {
            --depth;
            ++at;
        } else if (depth == 0 && (c == ',' || c == '}' || c == ']' || is_blank(c))) {
            return at;
        } else {
            ++at;
            continue;
        }
        if (depth == 0) {
            return at;
        }
    }
    return at;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) {
        ++at;
    }
    return at;
}

/// The size of the number at `at` that only Python's JSON has; 0 where there is none.
std::size_t nonfinite_size(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kNaN)) {
        return kNaN.size();
    }
    if (rest.starts_with(kInfinity)) {
        return kInfinity.size();
    }
    return rest.starts_with('-') && rest.substr(1).starts_with(kInfinity) ? 1 + kInfinity.size() : 0;
}

/// Copies without blanks outside of strings.
void append_compact(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t nonfinite = nonfinite_size(text, at);
        if (text[at] == '"') {
            const std::size_t end = skip_string(text, at);
            out += text.substr(at, end - at);
            at = end;
        } else if (nonfinite > 0) {
            out += kNull;
            at += nonfinite;
        } else {
            if (!is_blank(text[at])) {
                out += text[at];
            }
            ++at;
        }
    }
}

/// Copies an object without its members that are null.
void append_without_nulls(std::string& out, std::string_view object) {
    out += '{';
    bool is_first = true;
    std::size_t at = skip_blanks(object, 1);
    while (at < object.size() && object[at] == '"') {
        const std::size_t key_end = skip_string(object, at);
        const std::string_view key = object.substr(at, key_end - at);
        at = skip_blanks(object, skip_blanks(object, key_end) + 1);
        const std::size_t value_end = skip_value(object, at);
        const std::string_view value = object.substr(at, value_end - at);
        if (value != kNull) {
            out += is_first ? "" : ",";
            is_first = false;
            out += key;
            out += ':';
            append_compact(out, value);
        }
        at = skip_blanks(object, value_end);
        if (at < object.size() && object[at] == ',') {
            at = skip_blanks(object, at + 1);
        }
    }
    out += '}';
}

/// Which of 64 bytes matter, a bit each.
struct Marks {
    std::uint64_t quotes = 0;
    std::uint64_t escapes = 0;
    std::uint64_t openers = 0;
    std::uint64_t closers = 0;
    std::uint64_t letters_n = 0;
    std::uint64_t line_breaks = 0;
};

constexpr std::size_t kBlockSize = 64;
// '[' and ']' with this bit are '{' and '}', and 'N' is 'n'.
constexpr char kBraceBit = 0x20;

#if defined(__SSE2__)
std::uint64_t equal_bytes(__m128i bytes, char wanted) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted))));
}

Marks marks_of(const char* block) {
    constexpr unsigned kPartSize = 16;
    Marks marks;
    for (unsigned shift = 0; shift < kBlockSize; shift += kPartSize) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + shift));
        const __m128i braces = _mm_or_si128(bytes, _mm_set1_epi8(kBraceBit));
        marks.quotes |= equal_bytes(bytes, '"') << shift;
        marks.escapes |= equal_bytes(bytes, '\\') << shift;
        marks.openers |= equal_bytes(braces, '{') << shift;
        marks.closers |= equal_bytes(braces, '}') << shift;
        marks.letters_n |= equal_bytes(braces, 'n') << shift;
        marks.line_breaks |= equal_bytes(bytes, '\n') << shift;
    }
    return marks;
}
#else
Marks marks_of(const char* block) {
    Marks marks;
    for (unsigned i = 0; i < kBlockSize; ++i) {
        const char c = block[i];
        const char brace = static_cast<char>(c | kBraceBit);
        marks.quotes |= std::uint64_t{c == '"'} << i;
        marks.escapes |= std::uint64_t{c == '\\'} << i;
        marks.openers |= std::uint64_t{brace == '{'} << i;
        marks.closers |= std::uint64_t{brace == '}'} << i;
        marks.letters_n |= std::uint64_t{brace == 'n'} << i;
        marks.line_breaks |= std::uint64_t{c == '\n'} << i;
    }
    return marks;
}
#endif

/// Bit i of the result is the parity of bits 0 to i.
std::uint64_t prefix_parity(std::uint64_t bits) {
    for (unsigned shift = 1; shift < kBlockSize; shift *= 2) {
        bits ^= bits << shift;
    }
    return bits;
}

/// For few bits; std::popcount() is a call where the processor need not have the instruction.
int count_bits(std::uint64_t bits) {
    int count = 0;
    for (; bits != 0; bits &= bits - 1) {
        ++count;
    }
    return count;
}

/// Goes over valid JSON in blocks and knows where strings and nested values are.
class BlockScan {
public:
    /// Reads the next 64 bytes.
    void read(const char* block) {
        depth_ += count_bits(openers_) - count_bits(closers_);
        const Marks marks = marks_of(block);
        std::uint64_t quotes = marks.quotes;
        if (marks.escapes != 0 || is_escaped_) {
            quotes &= ~escaped_bytes(marks.escapes);
        }
        const std::uint64_t strings = prefix_parity(quotes) ^ in_string_;
        // The sign bit tells whether the block ends within a string.
        in_string_ = std::uint64_t{0} - (strings >> (kBlockSize - 1));
        openers_ = marks.openers & ~strings;
        closers_ = marks.closers & ~strings;
        letters_n_ = marks.letters_n & ~strings;
        line_breaks_ = marks.line_breaks & ~strings;
    }

    bool has_line_break() const { return line_breaks_ != 0; }
    /// Of either case. Outside of strings they are in `null`, and in `NaN` and `Infinity`.
    std::uint64_t letters_n() const { return letters_n_; }
    int depth_at(unsigned place) const {
        const std::uint64_t before = (std::uint64_t{1} << place) - 1;
        return depth_ + count_bits(openers_ & before) - count_bits(closers_ & before);
    }

private:
    /// The bytes that an escape hides.
    std::uint64_t escaped_bytes(std::uint64_t escapes) {
        std::uint64_t escaped = is_escaped_ ? 1 : 0;
        is_escaped_ = false;
        escapes &= ~escaped;
        while (escapes != 0) {
            const auto place = static_cast<unsigned>(std::countr_zero(escapes));
            is_escaped_ = place + 1 == kBlockSize;
            const std::uint64_t hidden = is_escaped_ ? 0 : std::uint64_t{2} << place;
            escaped |= hidden;
            escapes &= escapes - 1;
            escapes &= ~hidden;
        }
        return escaped;
    }

    int depth_ = 0;
    std::uint64_t openers_ = 0;
    std::uint64_t closers_ = 0;
    std::uint64_t letters_n_ = 0;
    std::uint64_t line_breaks_ = 0;
    std::uint64_t in_string_ = 0;  // all bits, or none
    bool is_escaped_ = false;
};

/// The opening quote of the key whose value starts at `value`.
std::size_t key_begin(std::string_view object, std::size_t value) {
    std::size_t at = object.rfind('"', value);
    while (at != std::string_view::npos && at > 0) {
        at = object.rfind('"', at - 1);
        std::size_t escapes = 0;
        while (at != std::string_view::npos && escapes < at && object[at - escapes - 1] == '\\') {
            ++escapes;
        }
        if (escapes % 2 == 0) {
            break;
        }
    }
    return at == std::string_view::npos ? value : at;
}

/// Copies an object but for the members that are named to it, in their order.
class ShorterCopy {
public:
    ShorterCopy(std::string& out, std::string_view object) : out_(out), object_(object), start_(out.size()) {}

    /// Leaves out the member whose value, a null, starts at `value`.
    void leave_out(std::size_t value) {
        copy_to(key_begin(object_, value));
        copied_ = skip_blanks(object_, value + kNull.size());
        if (copied_ < object_.size() && object_[copied_] == ',') {
            copied_ = skip_blanks(object_, copied_ + 1);
            return;
        }
        while (out_.size() > start_ && is_blank(out_.back())) {
            out_.pop_back();
        }
        if (out_.size() > start_ && out_.back() == ',') {
            out_.pop_back();
        }
    }
    /// Writes null for the `size` bytes at `begin`.
    void write_null(std::size_t begin, std::size_t size) {
        copy_to(begin);
        out_ += kNull;
        copied_ = begin + size;
    }
    void finish() { copy_to(object_.size()); }
    void give_up() { out_.resize(start_); }

private:
    void copy_to(std::size_t end) {
        out_.append(object_, copied_, end - copied_);
        copied_ = end;
    }

    std::string& out_;
    std::string_view object_;
    std::size_t start_;
    std::size_t copied_ = 0;
};

/// Where the number begins that only Python's JSON has and whose first letter n is at `place`; nothing when the letter
/// is in none, or is not its first.
std::optional<std::size_t> nonfinite_begin(std::string_view record, std::size_t place) {
    if (record[place] == 'N') {
        return nonfinite_size(record, place) > 0 ? std::optional(place) : std::nullopt;
    }
    if (place == 0 || !record.substr(place - 1).starts_with(kInfinity)) {
        return std::nullopt;
    }
    return place > 1 && record[place - 2] == '-' ? place - 2 : place - 1;
}

/// Writes null for the number whose first letter n is at `place`, if there is one that JSON does not have.
void write_nonfinite(ShorterCopy& copy, std::string_view record, std::size_t place) {
    if (const std::optional<std::size_t> begin = nonfinite_begin(record, place)) {
        copy.write_null(*begin, nonfinite_size(record, *begin));
    }
}

/// Copies a record as it stands, without its members that are null; false, and nothing copied, when it has line breaks.
bool append_one_line(std::string& out, std::string_view record) {
    ShorterCopy copy(out, record);
    BlockScan scan;
    const bool is_object = record.starts_with('{');
    char tail[kBlockSize];
    for (std::size_t begin = 0; begin < record.size(); begin += kBlockSize) {
        const char* block = record.data() + begin;
        if (record.size() - begin < kBlockSize) {
            std::memset(tail, ' ', kBlockSize);
            std::memcpy(tail, block, record.size() - begin);
            block = tail;
        }
        scan.read(block);
        if (scan.has_line_break()) {
            copy.give_up();
            return false;
        }
        for (std::uint64_t left = scan.letters_n(); left != 0; left &= left - 1) {
            const auto place = static_cast<unsigned>(std::countr_zero(left));
            if (record.substr(begin + place, kNull.size()) != kNull) {
                write_nonfinite(copy, record, begin + place);
            } else if (is_object && scan.depth_at(place) == 1) {
                copy.leave_out(begin + place);
            }
        }
    }
    copy.finish();
    return true;
}

}  // namespace

void append_record_line(std::string& out, std::string_view record) {
    if (append_one_line(out, record)) {
        return;
    }
    if (record.starts_with('{')) {
        append_without_nulls(out, record);
    } else {
        append_compact(out, record);
    }
}

}  // namespace levada::airbyte
