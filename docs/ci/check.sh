#!/usr/bin/env bash
# Does an app hold what it held before the change? For any CI system; action.yml runs it on GitHub.
# Both versions are measured in one sweep, interleaved on one machine. A drop is confirmed by a second sweep.
#
#   BENCH_BASE=../base BENCH_HEAD=. bash check.sh
#
# BENCH_BASE, BENCH_HEAD   folders with a target.json, before and after the change
# BENCH_MAX_DROP           of the capacity that may be lost (10%)
# BENCH_GATES              one a line: with a bound, memory at capacity < 300MB; beside the base, p99 at 100/s
# BENCH_SWEEP              how it is measured (--find-capacity --rounds auto --time 10m)
# BENCH_OUT                folder for the run and the results, new (bench-run)
# BENCH_CANNOT_TELL        warn or fail, where nothing can be said (warn)
# BENCH                    the command (npx --yes framebench)
#
# Exit code: 0 passed, or warned; 3 failed; 4 cannot tell, and that is to fail; else it could not be measured.
set -euo pipefail

base=$(cd "${BENCH_BASE:?is the folder before the change}" && pwd)
head=$(cd "${BENCH_HEAD:?is the folder after the change}" && pwd)
out=${BENCH_OUT:-bench-run}
read -ra bench <<< "${BENCH:-npx --yes framebench}"
read -ra sweep <<< "${BENCH_SWEEP:---find-capacity --rounds auto --time 10m}"
gates=()
while IFS= read -r gate; do
  [ -z "$gate" ] || gates+=("$gate")
done <<< "${BENCH_GATES:-}"

code=0
"${bench[@]}" sweep --target "base=$base" --target "head=$head" "${sweep[@]}" --out "$out" || code=$?
# 3 and 4 only say that a target meets no objective, or that this is not known. The gate says what follows from it.
case $code in 0 | 3 | 4) ;; *) exit "$code" ;; esac

code=0
"${bench[@]}" check "$out" ${gates[@]+"${gates[@]}"} --baseline base --max-drop "${BENCH_MAX_DROP:-10%}" \
  --junit "$out/junit.xml" --markdown "$out/check.md" --svg "$out/heatmap.svg" || code=$?
if [ "$code" = 4 ] && [ "${BENCH_CANNOT_TELL:-warn}" = warn ]; then
  echo "::warning title=bench::It cannot be told whether capacity was lost; $out/check.md says why."
  code=0
fi
exit "$code"
