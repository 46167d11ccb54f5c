#include "partition_path.h"

#include <algorithm>

namespace levada::lake {
namespace {

constexpr std::string_view kNullPartition = "__HIVE_DEFAULT_PARTITION__";

bool is_escaped(char c) {
    constexpr std::string_view kSpecial = "\"#%'*/:=?\\\x7f{[]^";
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x01 && byte <= 0x1F) || kSpecial.find(c) != std::string_view::npos;
}

}  // namespace

std::string encode_partition_value(std::string_view value) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : value) {
        if (is_escaped(c)) {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
        } else {
            out.push_back(c);
        }
    }
    return out;
}

Result<std::string> partition_path_of(const TableOptions& options, const PartitionValues& values) {
    LEVADA_ASSERT(values.size() == options.partition.size());
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::string value(kNullPartition);
        if (const std::optional<std::string>& own = values[i]; own.has_value() && !own->empty()) {
            value = options.is_url_encoded ? encode_partition_value(*own) : *own;
        }
        if (value.find('/') != std::string::npos || value == "." || value == "..") {
            return Error(ErrorCode::unsupported,
                         "a partition value with `/` needs a table with URL-encoded partition paths")
                .with("column", options.partition[i])
                .with("value", value);
        }
        out += out.empty() && i == 0 ? "" : "/";
        out += options.is_hive_style ? options.partition[i] + "=" + value : value;
    }
    return out;
}

int partition_depth(std::string_view path) {
    return path.empty() ? 0 : static_cast<int>(std::count(path.begin(), path.end(), '/')) + 1;
}

}  // namespace levada::lake
