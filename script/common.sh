# Shared by the scripts beside it; sourced, never run. shellcheck shell=bash
set -euo pipefail

LEVADA_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
LEVADA_JOBS="${LEVADA_JOBS:-$(nproc 2>/dev/null || echo 2)}"
LEVADA_VENV="${LEVADA_VENV:-$LEVADA_ROOT/build/venv}"
LEVADA_TOOLS="${LEVADA_TOOLS:-$LEVADA_ROOT/build/tools}"

# One line of progress, on stderr: stdout belongs to what a script was asked for.
say() { printf '%s\n' "$*" >&2; }

# Ends the script with the cause and, as further lines, what to do about it.
die() {
    printf 'error: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# Runs its arguments as root: directly, or by sudo for everybody else.
as_root() {
    if [[ "$(id -u)" -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        die "installing packages needs root, and there is no sudo" "run this script as root: su -c '$LEVADA_ROOT/script/bootstrap'"
    fi
}

# Prints the comment at the head of the calling script as its --help text.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# Prints the C++ files of the tree, one a line.
cpp_files() {
    git -C "$LEVADA_ROOT" ls-files --cached --others --exclude-standard -- 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' 'bench/*.h' 'bench/*.cpp'
}

# The folder of one kind of build: release, debug or sanitize.
build_folder() {
    case "$1" in
        release) printf '%s\n' "$LEVADA_ROOT/build" ;;
        debug) printf '%s\n' "$LEVADA_ROOT/build-debug" ;;
        sanitize) printf '%s\n' "$LEVADA_ROOT/build-asan" ;;
        sanitize-threads) printf '%s\n' "$LEVADA_ROOT/build-tsan" ;;
        *) die "no such kind of build: $1" ;;
    esac
}
