#include "template_literals.h"

namespace levada::airbyte {

void collect_literals(std::string_view source, std::vector<std::string>& out) {
    for (std::size_t begin = source.find_first_of("'\""); begin != std::string_view::npos;
         begin = source.find_first_of("'\"", begin)) {
        const std::size_t end = source.find(source[begin], begin + 1);
        if (end == std::string_view::npos) {
            return;
        }
        out.emplace_back(source.substr(begin + 1, end - begin - 1));
        begin = end + 1;
    }
}

}  // namespace levada::airbyte
