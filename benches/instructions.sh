#!/usr/bin/env bash
# Instructions per command, counted by callgrind in the timed part only: no neighbour on the machine disturbs them.
# Fails where the market, or the exchange around it, takes more than the most it may: a change that makes them slower
# shows here first. The ratio is to the floor; of the exchange to the market.
# Usage: benches/instructions.sh [COMMANDS]; needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
commands=${1:-20000}
declare -A most=([calm]=380 [deep]=420 [wide]=460)
declare -A most_of_exchange=([calm]=2820 [deep]=2720)

# built BENCH: the binary of a bench.
built() {
    cargo bench --bench "$1" --no-run --locked --message-format=json 2>/dev/null |
        sed -n '/"kind":\["bench"\]/s/.*"executable":"\([^"]*\)".*/\1/p'
}

# counted BINARY ENGINE SHAPE: how many instructions the timed part takes.
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*timed_part*' \
        "$1" play "$2" "$3" "$commands" 2>&1 | sed -n 's/.*Collected : \([1-9][0-9]*\).*/\1/p' | grep .
}

# told NAME COUNT OF: a line of the output, with the ratio to another count.
told() {
    awk -v name="$1 instructions" -v count="$2" -v commands="$commands" -v of="$3" \
        'BEGIN { printf "%-44s %14.1f %-18s %.3f\n", name, count / commands, "per command", count / of }'
}

# held NAME COUNT MOST: notes a count that is above its bound.
failed=0
held() {
    if (($2 > $3 * commands)); then
        echo "$1: more than $3 instructions a command" >&2
        failed=1
    fi
}

book=${BOOK:-$(built book)}
exchange=${EXCHANGE:-$(built exchange)}
for shape in calm deep wide; do
    floor=$(counted "$book" floor "$shape")
    market=$(counted "$book" market "$shape")
    told "$shape floor" "$floor" "$floor"
    told "$shape market" "$market" "$floor"
    held "$shape market" "$market" "${most[$shape]}"
    if [[ -v most_of_exchange[$shape] ]]; then
        whole=$(counted "$exchange" exchange "$shape")
        told "$shape exchange" "$whole" "$market"
        held "$shape exchange" "$whole" "${most_of_exchange[$shape]}"
    fi
done
exit "$failed"
