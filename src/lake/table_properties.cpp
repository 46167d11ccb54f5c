#include "table_properties.h"

#include "names.h"

#include <cstdint>
#include <system_error>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada::lake {
namespace {

constexpr std::string_view kKeygenPackage = "org.apache.hudi.keygen.";

/// CRC-32 (IEEE), bit by bit: it sees a table's name once.
std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
        }
    }
    return ~crc;
}

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
        out.push_back(text[i]);
    }
    return out;
}

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out.push_back('\\');
        }
        out.push_back(c);
    }
    return out;
}

std::string get(const Properties& properties, const std::string& key, std::string_view otherwise = "") {
    const auto found = properties.find(key);
    return found == properties.end() ? std::string(otherwise) : found->second;
}

std::vector<std::string> list_of(std::string_view text) {
    std::vector<std::string> out;
    for (const std::string_view part : split(text, ',')) {
        // 1.2.0 writes "column:TYPE" for some key generators.
        const std::string_view name = trim(part.substr(0, part.find(':')));
        if (!name.empty()) {
            out.emplace_back(name);
        }
    }
    return out;
}

Status check(const TableOptions& options) {
    if (options.name.empty() || options.key.empty()) {
        return Error(ErrorCode::invalid_config, "a table needs a name and at least one key column");
    }
    if (options.key.size() == 1 && options.partition.size() > 1) {
        // Source: experiment with Hudi 0.15.0 and 1.2.0: their ComplexKeyGenerator writes different keys for this
        // shape.
        return Error(ErrorCode::unsupported,
                     "one key column with several partition columns: Hudi's versions disagree on its record key");
    }
    for (const auto* names : {&options.key, &options.partition}) {
        for (const std::string& name : *names) {
            LEVADA_CHECK(check_column_name(name));
        }
    }
    return ok();
}

}  // namespace

Properties parse_properties(std::string_view text) {
    Properties out;
    for (const std::string_view raw : split(text, '\n')) {
        const std::string_view line = trim(raw);
        if (line.empty() || line.front() == '#' || line.front() == '!') {
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos) {
            out[unescape(trim(line.substr(0, equals)))] = unescape(trim(line.substr(equals + 1)));
        }
    }
    return out;
}

std::string print_properties(const Properties& properties) {
    std::string out = "#Properties saved by Levada\n";
    for (const auto& [key, value] : properties) {
        out += key + "=" + escape(value) + "\n";
    }
    return out;
}

Result<Properties> read_properties(const std::filesystem::path& table) {
    LEVADA_TRY(const std::string text, read_file(table / ".hoodie" / "hoodie.properties"));
    return parse_properties(text);
}

Status write_properties(const std::filesystem::path& table, const Properties& properties) {
    const std::filesystem::path folder = table / ".hoodie";
    LEVADA_CHECK(write_file_atomically(folder / "hoodie.properties", print_properties(properties)));
    std::error_code ignored;  // There is none unless Hadoop wrote the table.
    std::filesystem::remove(folder / ".hoodie.properties.crc", ignored);
    return ok();
}

Result<Properties> properties_of(const TableOptions& options) {
    LEVADA_CHECK(check(options));
    std::string keygen = "ComplexKeyGenerator";
    if (options.partition.empty()) {
        keygen = "NonpartitionedKeyGenerator";
    } else if (options.partition.size() == 1 && options.key.size() == 1) {
        keygen = "SimpleKeyGenerator";
    }
    Properties out = {
        {"hoodie.table.name", options.name},
        {"hoodie.table.type", "COPY_ON_WRITE"},
        {"hoodie.table.version", "6"},
        {"hoodie.timeline.layout.version", "1"},
        {"hoodie.table.recordkey.fields", join(options.key, ",")},
        {"hoodie.table.base.file.format", "PARQUET"},
        {"hoodie.populate.meta.fields", "true"},
        {"hoodie.datasource.write.hive_style_partitioning", options.is_hive_style ? "true" : "false"},
        {"hoodie.datasource.write.partitionpath.urlencode", options.is_url_encoded ? "true" : "false"},
        {"hoodie.datasource.write.drop.partition.columns", "false"},
        {"hoodie.table.timeline.timezone", "UTC"},
        {"hoodie.table.cdc.enabled", "false"},
        {"hoodie.partition.metafile.use.base.format", "false"},
        {"hoodie.archivelog.folder", "archived"},
        {"hoodie.database.name", ""},
        {"hoodie.table.keygenerator.class", std::string(kKeygenPackage) + keygen},
        {"hoodie.table.checksum", std::to_string(crc32("." + options.name))},
    };
    if (!options.partition.empty()) {
        out["hoodie.table.partition.fields"] = join(options.partition, ",");
    }
    if (!options.order.empty()) {
        out["hoodie.table.precombine.field"] = options.order;
    }
    return out;
}

Result<TableOptions> options_of(const Properties& properties) {
    const std::string version = get(properties, "hoodie.table.version");
    if (version != "6" || get(properties, "hoodie.timeline.layout.version") != "1") {
        return Error(ErrorCode::unsupported,
                     "only Hudi tables of version 6 can be read and written, found version \"" + version + "\"");
    }
    const std::string type = get(properties, "hoodie.table.type", "COPY_ON_WRITE");
    if (type != "COPY_ON_WRITE") {
        return Error(ErrorCode::unsupported, "only copy-on-write Hudi tables can be read and written, found " + type);
    }
    TableOptions out;
    out.name = get(properties, "hoodie.table.name");
    out.key = list_of(get(properties, "hoodie.table.recordkey.fields"));
    out.partition = list_of(get(properties, "hoodie.table.partition.fields"));
    out.order = get(properties, "hoodie.table.precombine.field");
    out.is_hive_style = get(properties, "hoodie.datasource.write.hive_style_partitioning") == "true";
    out.is_url_encoded = get(properties, "hoodie.datasource.write.partitionpath.urlencode") == "true";
    return out;
}

}  // namespace levada::lake
