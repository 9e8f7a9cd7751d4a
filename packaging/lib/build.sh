# The C++ build.

# build PRESET TARGET...: configures once, then builds what has changed.
build() {
    local preset=$1
    shift
    if [ ! -f "$ROOT/build/$preset/build.ninja" ]; then
        say "Configuring build/$preset"
        (cd "$ROOT" && cmake --preset "$preset") >&2
    fi
    cmake --build "$ROOT/build/$preset" --target "$@" >&2
}
