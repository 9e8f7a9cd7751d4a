# The C++ build.

# configure PRESET FOLDER [OPTION...]: only the first time; CMake notices later changes by itself.
configure() {
    local preset=$1 folder=$2
    shift 2
    [ -f "$ROOT/build/$folder/build.ninja" ] && return
    say "Configuring build/$folder"
    (cd "$ROOT" && cmake --preset "$preset" -B "build/$folder" "$@") >&2
}

# build FOLDER TARGET...: builds what has changed.
build() {
    local folder=$1
    shift
    cmake --build "$ROOT/build/$folder" --target "$@" >&2
}
