#include "connector/manifest_place.h"

#include <system_error>

namespace levada::app {

namespace {

bool is_path(const std::filesystem::path& given) {
    return given.has_parent_path() || given.has_extension();
}

}  // namespace

std::filesystem::path new_manifest(const std::string& given, const std::filesystem::path& project) {
    if (is_path(given)) {
        return given;
    }
    return (project / "connectors" / (given + ".yaml")).lexically_normal();
}

Result<std::filesystem::path> given_manifest(const std::string& given, const std::filesystem::path& project) {
    std::error_code failed;
    if (std::filesystem::is_regular_file(given, failed)) {
        return std::filesystem::path(given);
    }
    if (std::filesystem::is_directory(given, failed)) {
        const std::filesystem::path inside = std::filesystem::path(given) / "manifest.yaml";
        if (std::filesystem::is_regular_file(inside, failed)) {
            return inside;
        }
        return Error(ErrorCode::not_found, "the folder " + given + " has no manifest.yaml");
    }
    if (is_path(given)) {
        return Error(ErrorCode::not_found, "there is no file " + given)
            .hint("levada connector new " + given + " --url URL writes one");
    }
    std::filesystem::path named = new_manifest(given, project);
    return std::filesystem::is_regular_file(named, failed) ? named : std::filesystem::path();
}

}  // namespace levada::app
