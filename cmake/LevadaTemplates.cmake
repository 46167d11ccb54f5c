# Turns templates/<name>/** into one source file, so that `levada init` needs no files beside the program.
function(levada_embed_templates folder output)
    file(GLOB_RECURSE files RELATIVE "${folder}" CONFIGURE_DEPENDS "${folder}/*" "${folder}/.gitignore" "${folder}/*/.gitignore")
    list(SORT files)
    list(REMOVE_DUPLICATES files)
    set(entries "")
    foreach(file IN LISTS files)
        file(READ "${folder}/${file}" text)
        string(APPEND entries "        {R\"levada(${file})levada\", R\"levada(${text})levada\"},\n")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/${file}")
    endforeach()
    file(GENERATE OUTPUT "${output}" CONTENT
"// Generated from src/app/templates; do not edit.
#include \"project/templates.h\"

namespace levada::app {
const std::vector<TemplateFile>& template_files() {
    static const std::vector<TemplateFile> kFiles = {
${entries}    };
    return kFiles;
}
}  // namespace levada::app
")
endfunction()
