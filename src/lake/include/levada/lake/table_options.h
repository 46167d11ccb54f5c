#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"

namespace levada::lake {

/// What a table is made with, once; kept in `.hoodie/hoodie.properties`.
struct TableOptions {
    std::string name;
    std::vector<std::string> key;        ///< columns of the record key, at least one
    std::vector<std::string> partition;  ///< columns of the partition path, or none
    std::string order;                   ///< the newer row has the greater value; empty: the later write wins
    bool is_hive_style = true;           ///< `dt=v` instead of `v`
    bool is_url_encoded = false;         ///< special bytes of a partition value as %XX

    bool operator==(const TableOptions&) const = default;
};

/// A column with its SQL type, as the engine spells it.
struct Column {
    std::string name;
    std::string type;

    bool operator==(const Column&) const = default;
};

}  // namespace levada::lake
