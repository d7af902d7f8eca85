#!/usr/bin/env bash
# Instructions per command, counted by callgrind in the timed part only: no neighbour on the machine disturbs them.
# Fails where the market takes more than the most it may: a change that makes the book slower shows here first.
# Usage: benches/instructions.sh [COMMANDS]; needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
commands=${1:-20000}
declare -A most=([calm]=380 [deep]=420 [wide]=460)
binary=${BOOK:-$(cargo bench --bench book --no-run --locked --message-format=json 2>/dev/null |
    sed -n '/"kind":\["bench"\]/s/.*"executable":"\([^"]*\)".*/\1/p')}

# counted ENGINE SHAPE: how many instructions the timed part takes.
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*timed_part*' \
        "$binary" play "$1" "$2" "$commands" 2>&1 | sed -n 's/.*Collected : \([1-9][0-9]*\).*/\1/p' | grep .
}

failed=0
for shape in calm deep wide; do
    floor=$(counted floor "$shape")
    for engine in floor market; do
        count=$floor
        [[ $engine == floor ]] || count=$(counted "$engine" "$shape")
        awk -v name="$shape $engine instructions" -v count="$count" -v commands="$commands" -v floor="$floor" \
            'BEGIN { printf "%-44s %14.1f %-18s %.3f\n", name, count / commands, "per command", count / floor }'
    done
    if ((count > most[$shape] * commands)); then
        echo "$shape: more than ${most[$shape]} instructions a command" >&2
        failed=1
    fi
done
exit "$failed"
