#include "line_splitter.h"

namespace levada {

Status LineSplitter::refuse_long() const {
    return Error(ErrorCode::invalid_data,
                 "the program wrote a line of more than " + std::to_string(line_bytes_max_) + " bytes");
}

Status LineSplitter::give(std::string_view line, const Take& take) const {
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    while (line.size() > line_bytes_max_) {
        if (long_line_ == LongLine::refuse) {
            return refuse_long();
        }
        LEVADA_CHECK(take(line.substr(0, line_bytes_max_)));
        line.remove_prefix(line_bytes_max_);
    }
    return take(line);
}

Status LineSplitter::add(std::string_view bytes, const Take& take) {
    std::size_t end = bytes.find('\n');
    while (end != std::string_view::npos) {
        if (unfinished_.empty()) {
            LEVADA_CHECK(give(bytes.substr(0, end), take));
        } else {
            unfinished_.append(bytes.substr(0, end));
            LEVADA_CHECK(give(unfinished_, take));
            unfinished_.clear();
        }
        bytes.remove_prefix(end + 1);
        end = bytes.find('\n');
    }
    unfinished_.append(bytes);
    while (unfinished_.size() > line_bytes_max_) {
        if (long_line_ == LongLine::refuse) {
            return refuse_long();
        }
        LEVADA_CHECK(take(std::string_view(unfinished_).substr(0, line_bytes_max_)));
        unfinished_.erase(0, line_bytes_max_);
    }
    return ok();
}

Status LineSplitter::end(const Take& take) {
    if (unfinished_.empty()) {
        return ok();
    }
    const std::string last = std::move(unfinished_);
    unfinished_.clear();
    return give(last, take);
}

}  // namespace levada
