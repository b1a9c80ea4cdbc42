#!/bin/sh
# Does an app hold what it held before the change? For any CI system with a POSIX shell; action.yml runs it on GitHub.
# Both versions are measured in one sweep, interleaved on one machine. A drop is confirmed by a second sweep.
#
#   BENCH_BASE=../base BENCH_HEAD=. sh check.sh
#
# BENCH_BASE, BENCH_HEAD   folders with a target.json, before and after the change; the head's bench.config.json holds,
#                          where there is one, and has to fit BENCH_SWEEP: a search takes no list of rates
# BENCH_MAX_DROP           of the capacity that may be lost (10%)
# BENCH_GATES              one a line: with a bound, memory at capacity < 300MB; beside the base, p99 at 100/s
# BENCH_SWEEP              how it is measured (--find-capacity --rounds auto --time 10m); words are split at blanks and
#                          line ends, quotes are not understood
# BENCH_OUT                folder for the run and the results, new (bench-run)
# BENCH_CANNOT_TELL        warn or fail, where nothing can be said (warn)
# BENCH                    the command (npx --yes framebench)
#
# Exit code: 0 passed, or warned; 3 failed; 4 cannot tell, and that is to fail; else it could not be measured.
set -euf

base=$(cd "${BENCH_BASE:?is the folder before the change}" && pwd) || exit 2
head=$(cd "${BENCH_HEAD:?is the folder after the change}" && pwd) || exit 2
out=${BENCH_OUT:-bench-run}
bench=${BENCH:-npx --yes framebench}
sweep=${BENCH_SWEEP:---find-capacity --rounds auto --time 10m}

if [ -e "$head/target.json" ] && [ ! -e "$base/target.json" ]; then
  echo "::warning title=bench::There is no target.json in $base, so there is nothing to compare with yet."
  if [ "${BENCH_CANNOT_TELL:-warn}" = warn ]; then exit 0; fi
  exit 4
fi

set -- --target "base=$base" --target "head=$head"
config=$head/bench.config.json
case " $sweep " in
*[[:space:]]--config[[:space:]=]*) config='' ;;
*) if [ -e "$config" ]; then set -- "$@" --config "$config"; else config=''; fi ;;
esac
code=0
# shellcheck disable=SC2086 # these are lists of words
$bench sweep "$@" $sweep --out "$out" || code=$?
# 3 and 4 only say that a target meets no objective, or that this is not known. The gate says what follows from it.
case $code in 0 | 3 | 4) ;; *) exit "$code" ;; esac

set --
while IFS= read -r gate; do
  if [ -n "$gate" ]; then set -- "$@" "$gate"; fi
done << END
${BENCH_GATES:-}
END
code=0
# shellcheck disable=SC2086
$bench check "$out" "$@" ${config:+--config} ${config:+"$config"} --baseline base --max-drop "${BENCH_MAX_DROP:-10%}" \
  --junit "$out/junit.xml" --markdown "$out/check.md" --svg "$out/heatmap.svg" || code=$?
if [ "$code" = 4 ] && [ "${BENCH_CANNOT_TELL:-warn}" = warn ]; then
  echo "::warning title=bench::It cannot be told whether capacity was lost; $out/check.md says why."
  code=0
fi
exit "$code"
