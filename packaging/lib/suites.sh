# Runs suites one after another, keeps what each of them counted, and shows it in one table.

REPORTS=$ROOT/build/reports
SUITES=()
PASSED=0
FAILED=0

# suite NAME KIND COMMAND...: KIND is `check` (a command that passes or fails) or a reader of counts.mjs, whose report the command has to write to
# $REPORTS/NAME.report. The next suite runs even if this one fails.
suite() {
    local name=$1 kind=$2 begin=$SECONDS code=0 passed=0 failed=0
    local report=$REPORTS/$name.report
    shift 2
    rm -f "$report"
    say "$name"
    "$@" 2>&1 | tee "$REPORTS/$name.log" || code=$?
    if [ "$kind" = check ]; then
        [ $code -eq 0 ] && passed=1 || failed=1
    elif [ -s "$report" ]; then
        read -r passed failed < <(node "$ROOT/packaging/lib/counts.mjs" "$kind" "$report")
        # A runner that fails without a failed test, or runs nothing, has failed.
        if [ "$failed" -eq 0 ] && { [ $code -ne 0 ] || [ "$passed" -eq 0 ]; }; then failed=1; fi
    else
        failed=1
    fi
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    SUITES+=("$name $passed $failed $((SECONDS - begin))")
}

# Prints the table and the line that a machine reads; the exit code says the same.
summary() {
    local row name passed failed seconds
    printf '\n%-22s %8s %8s %8s\n' suite passed failed seconds
    for row in "${SUITES[@]}"; do
        read -r name passed failed seconds <<<"$row"
        printf '%-22s %8d %8d %8d\n' "$name" "$passed" "$failed" "$seconds"
    done
    printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
    [ "$FAILED" -eq 0 ]
}
