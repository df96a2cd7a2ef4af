#!/bin/sh
# run.sh SECONDS: every fuzz target for so long. Passes where libFuzzer cannot be had.
set -eu
cd "$(dirname "$0")"
seconds=${1:-5}
cargo=${CARGO:-cargo}
if ! command -v c++ >/dev/null 2>&1; then
  echo "fuzz: skipped, there is no C++ compiler for libFuzzer; install g++ or clang++"
  exit 0
fi
if ! $cargo fuzz --version >/dev/null 2>&1 && ! $cargo install --quiet --locked cargo-fuzz; then
  echo "fuzz: skipped, cargo-fuzz could not be installed; run cargo install cargo-fuzz"
  exit 0
fi
python3 seed.py
for target in charset html feed warc dates words engine; do
  # No sanitizer: the code has no unsafe part, and the stable compiler no sanitizers.
  if ! $cargo fuzz run --release --sanitizer none "$target" -- \
    -max_total_time="$seconds" -max_len=8192 -timeout=25 -rss_limit_mb=2048 -verbosity=0 >"$target.log" 2>&1; then
    tail -40 "$target.log"
    echo "fuzz: $target broke; the input is under fuzz/artifacts/$target"
    exit 1
  fi
  rm -f "$target.log"
  echo "fuzz: $target held for $seconds seconds"
done
