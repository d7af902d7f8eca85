#!/usr/bin/env bash
# Instructions per command, counted by callgrind in the timed part only: no neighbour on the machine disturbs them.
# Usage: benches/instructions.sh [COMMANDS]; needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
commands=${1:-20000}
binary=${BOOK:-$(cargo bench --bench book --no-run --message-format=json 2>/dev/null |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)}
for shape in calm deep wide; do
    floor=
    for engine in floor market; do
        report=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*timed_part*' \
            "$binary" play "$engine" "$shape" "$commands" 2>&1)
        count=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$report")
        floor=${floor:-$count}
        awk -v name="$shape $engine instructions" -v count="$count" -v commands="$commands" -v floor="$floor" \
            'BEGIN { printf "%-44s %14.1f %-18s %.3f\n", name, count / commands, "per command", count / floor }'
    done
done
