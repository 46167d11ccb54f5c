#include "connector/manifest_findings.h"

#include <algorithm>
#include <array>

#include "levada/airbyte/manifest.h"
#include "levada/airbyte/python_classes.h"
#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/jinja/cdk.h"

namespace levada::app {

namespace {

using airbyte::FindingKind;
using airbyte::ManifestFinding;

/// What holds no templates of the manifest's own: schemas and texts for people, and definitions, which count where they
/// are named.
bool holds_no_templates(const std::string& key) {
    constexpr std::array<std::string_view, 7> kKeys = {
        "definitions", "spec", "schema", "schemas", "metadata", "description", "$parameters"};
    return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

class TemplateCheck {
public:
    explicit TemplateCheck(std::string_view file) : file_(file) {}

    void look_at(const Json& node) {
        if (node.is_string()) {
            look_at_text(node);
        } else if (node.is_array()) {
            for (const Json& item : node.as_array()) {
                look_at(item);
            }
        } else if (node.is_object()) {
            for (const Json::Member& member : node.as_object()) {
                if (!holds_no_templates(member.key)) {
                    look_at(member.value);
                }
            }
        }
    }

    std::vector<ManifestFinding> findings{};

private:
    void look_at_text(const Json& node) {
        const std::string& text = node.as_string();
        if (text.find("{{") == std::string::npos && text.find("{%") == std::string::npos) {
            return;
        }
        const auto compiled = jinja::cdk::Interpolation::compile(text);
        if (!compiled) {
            findings.push_back(
                {FindingKind::error,
                 Error(ErrorCode::invalid_config, "manifest: " + compiled.error().message()).at(file_, node.line())});
        }
    }

    std::string_view file_;
};

/// The line in the place "file:line" of an error; 0 where there is none.
std::int64_t line_of(const Error& error) {
    const std::string_view place = error.place();
    const std::size_t colon = place.rfind(':');
    return colon == std::string_view::npos ? 0 : parse_int64(place.substr(colon + 1)).value_or(0);
}

bool is_same(const ManifestFinding& a, const ManifestFinding& b) {
    return a.error.place() == b.error.place() && a.error.message() == b.error.message();
}

}  // namespace

Result<std::vector<ManifestFinding>> manifest_findings(const std::filesystem::path& file) {
    LEVADA_TRY(const std::string text, read_file(file));
    const auto manifest = airbyte::load_manifest(text, file.string());
    if (!manifest) {
        return std::vector<ManifestFinding>{{FindingKind::error, manifest.error()}};
    }
    const auto components = read_file(file.parent_path() / "components.py");
    const Status classes = airbyte::require_python_classes(*manifest, components ? &*components : nullptr);
    const bool has_classes = !airbyte::python_classes(*manifest).empty();
    std::vector<ManifestFinding> findings =
        airbyte::review_manifest(*manifest, has_classes ? airbyte::PythonCode::present : airbyte::PythonCode::absent);
    if (!classes) {
        findings.push_back({FindingKind::error, classes.error()});
    }
    TemplateCheck templates(manifest->file);
    templates.look_at(manifest->root);
    for (const ManifestFinding& one : templates.findings) {
        const bool is_known = std::any_of(
            findings.begin(), findings.end(), [&](const ManifestFinding& known) { return is_same(known, one); });
        if (!is_known) {
            findings.push_back(one);
        }
    }
    std::stable_sort(findings.begin(), findings.end(), [](const ManifestFinding& a, const ManifestFinding& b) {
        return line_of(a.error) < line_of(b.error);
    });
    return findings;
}

}  // namespace levada::app
