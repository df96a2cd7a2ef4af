#!/usr/bin/env python3
"""Speed on Arabic words beside other programs, in one run on one machine.

usage: arabic.py [--text FILE] [--rounds N] [--seconds N]
Builds eval/peers/arabic (khabar-arabic, charabia, rust-stemmers), installs simplemma and PyFarasa into a virtual environment
under eval/out where that can be done, lets all read the same text on one thread, and prints words a second and ratios. Words
are what stands between spaces. The text is samples/*.txt, again and again up to 1 MB; slow programs read the head of it.
"""

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "eval/out/peers"

PYTHON = {
    "simplemma lemmatise": ("simplemma", """
import simplemma
def work(words):
    for word in words: simplemma.lemmatize(word, lang="ar")
"""),
    "PyFarasa segment": ("PyFarasa", """
from farasa.segmentation import segmentLine
def work(words):
    segmentLine(" ".join(words))
"""),
}
CLOCK = """
import sys, time
words = open(sys.argv[1], encoding="utf8").read().split()
work(words[:200])
best, spent, n = None, 0.0, 200
while spent < float(sys.argv[2]):
    n = min(n * 2, len(words))
    start = time.perf_counter(); work(words[:n]); took = time.perf_counter() - start
    spent += took; best = min(best or took / n, took / n)
print(best)
"""


def peers(python):
    """{name: (code)} of the Python peers that could be installed; says which could not."""
    found = {}
    for name, (package, code) in PYTHON.items():
        done = subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", package], stderr=subprocess.PIPE, text=True)
        if done.returncode:
            print(f"{name}: not installed: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        else:
            found[name] = code
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=3, help="for each program in Python")
    args = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    path = args.text
    if path is None:
        once = "".join(p.read_text(encoding="utf8") for p in sorted((ROOT / "samples").glob("*.txt")))
        path = OUT / "arabic.txt"
        path.write_text(once * (1_000_000 // len(once.encode()) + 1), encoding="utf8")
    words = len(path.read_text(encoding="utf8").split())
    target = Path(os.environ.get("CARGO_TARGET_DIR", OUT / "target"))
    manifest = ROOT / "eval/peers/arabic/Cargo.toml"
    subprocess.run(["cargo", "build", "-q", "--release", "--manifest-path", manifest, "--target-dir", target], check=True)
    done = subprocess.run([target / "release/arabic-peers", path, str(args.rounds)], check=True, stdout=subprocess.PIPE, text=True)
    rates = {name: words / float(seconds) for name, seconds in (line.split("\t") for line in done.stdout.splitlines())}
    folder = OUT / "venv-arabic"
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    for name, code in peers(python).items():
        done = subprocess.run([python, "-c", code + CLOCK, path, str(args.seconds)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        else:
            rates[name] = 1 / float(done.stdout)
    print(f"{words:,} words of {path.name}, one thread, words a second")
    slowest = min(rates.values())
    for name, rate in sorted(rates.items(), key=lambda pair: -pair[1]):
        print(f"{name:40} {rate:14,.0f}   {rate / slowest:10,.1f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
