#include "project/templates.h"

#include <algorithm>

namespace levada::app {

std::vector<std::string> template_names() {
    std::vector<std::string> names;
    for (const TemplateFile& file : template_files()) {
        std::string name = file.path.substr(0, file.path.find('/'));
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

}  // namespace levada::app
