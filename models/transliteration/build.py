#!/usr/bin/env python3
"""Learns which Latin letters stand for which Arabic ones, from pairs of names.

    build.py NAMES_DIR > letters.tsv

NAMES_DIR holds `wikidata/wd_arabic_*`, `ar2en/ar2en-*.txt` and `full/names.sqlite3` (see card.md). Only pairs whose Arabic name falls into
the first half by `half()` are learned from; the evaluation reports both halves.

The model is a joint multigram (Bisani & Ney 2008) of Arabic chunks of 0 to 2 letters and Latin chunks of 0 to 3, fitted by EM.
"""

import collections
import hashlib
import math
import re
import sqlite3
import sys
import unicodedata
from pathlib import Path

ROUNDS = 7
LEAST = 2e-6  # joint probability under which a pair of chunks is left out
PLAIN = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d", "œ": "oe", "þ": "th", "ð": "d", "ə": "a"})
ALEFS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ک": "ك", "ی": "ي", "ہ": "ه", "ـ": None})


def half(arabic):
    """0 for pairs that are learned from and tuned on, 1 for those held out."""
    return hashlib.md5(arabic.encode("utf8")).digest()[0] & 1


def latin(text):
    text = unicodedata.normalize("NFD", text.lower().translate(PLAIN))
    return re.sub(r"[^a-z ]", "", "".join(" " if ch in "-" else ch for ch in text if not unicodedata.combining(ch)))


def arabic(text):
    text = "".join(ch for ch in text if not unicodedata.combining(ch)).translate(ALEFS)
    return re.sub(r"[^\u0621-\u064a\u067e\u0686\u0698\u06a4\u06af ]", "", text)


def pairs(folder):
    """(Arabic word, Latin word, weight): single words only."""
    out = collections.Counter()
    for path in sorted(folder.glob("wikidata/wd_arabic_*")):
        for line in path.read_text(encoding="utf8").splitlines():
            left, right, count = line.split("\t")
            out[arabic(right.replace(" ", "")), latin(left).replace(" ", "")] += int(count)
    for path in sorted(folder.glob("ar2en/ar2en-*.txt")):
        for line in path.read_text(encoding="utf8").splitlines():
            right, left = line.split("\t")[:2]
            out[arabic(right), latin(left)] += 1
    base = sqlite3.connect(f"file:{folder / 'full/names.sqlite3'}?mode=ro&immutable=1", uri=True)
    for right, left, count in base.execute("select arabic_key, latin, sum(count) from units group by 1, 2"):
        out[arabic(right), latin(left).replace(" ", "")] += count
    for (right, left), count in out.items():
        if right and left and " " not in right and " " not in left and half(right) == 0 and len(right) <= 14 and len(left) <= 18:
            yield right, left, 1 + math.log(count)


def moves(ar, la, probability):
    """All chunk pairs of the grid, by the cell that they end in."""
    for i in range(len(ar) + 1):
        for j in range(len(la) + 1):
            for a in range(0, min(2, i) + 1):
                for b in range(0, min(3, j) + 1):
                    if a + b and not (a == 0 and b > 1) and not (a == 2 and b == 0):
                        p = probability.get((ar[i - a:i], la[j - b:j]))
                        if p:
                            yield i, j, i - a, j - b, p, (ar[i - a:i], la[j - b:j])


def main():
    data = sorted(pairs(Path(sys.argv[1])))
    print(len(data), "pairs", file=sys.stderr)
    counts = collections.Counter()
    for ar, la, weight in data:  # a flat start: what lies near the diagonal
        for i in range(len(ar) + 1):
            for a in (0, 1, 2):
                for b in (0, 1, 2, 3):
                    if not a + b or i + a > len(ar) or (a == 0 and b > 1) or (a == 2 and b == 0):
                        continue
                    middle = round(i * len(la) / len(ar))
                    for j in (middle - 1, middle, middle + 1):
                        if 0 <= j and j + b <= len(la):
                            counts[ar[i:i + a], la[j:j + b]] += weight * 0.3 ** abs(a * len(la) / len(ar) - b) * 0.2 ** max(0, a - 1) * (0.1 if a == 0 else 1)
    for round_ in range(ROUNDS):
        total = sum(counts.values())
        probability = {k: v / total for k, v in counts.items() if v / total > (LEAST if round_ else 0)}
        counts = collections.Counter()
        likelihood = 0.0
        for ar, la, weight in data:
            grid = list(moves(ar, la, probability))
            forward = collections.defaultdict(float, {(0, 0): 1.0})
            for i, j, x, y, p, _ in grid:
                forward[i, j] += forward[x, y] * p
            whole = forward[len(ar), len(la)]
            if whole <= 0:
                continue
            likelihood += weight * math.log(whole)
            backward = collections.defaultdict(float, {(len(ar), len(la)): 1.0})
            for i, j, x, y, p, chunk in reversed(grid):
                behind = backward[i, j]
                if behind:
                    backward[x, y] += behind * p
                    counts[chunk] += weight * forward[x, y] * p * behind / whole
        print(round_, round(likelihood), len(probability), file=sys.stderr)
    total = sum(counts.values())
    of_arabic, of_latin = collections.Counter(), collections.Counter()
    kept = {k: v / total for k, v in counts.items() if v / total > LEAST}
    for (a, b), p in kept.items():
        of_arabic[a] += p
        of_latin[b] += p
    print("# Costs of Latin chunks for Arabic ones and back, in hundredths of a nat. Made by build.py; see card.md.")
    print("arabic\tlatin\tto_latin\tto_arabic")
    for (a, b), p in sorted(kept.items()):
        print(f"{a or '-'}\t{b or '-'}\t{round(-100 * math.log(p / (of_arabic[a] if a else 1)))}\t{round(-100 * math.log(p / (of_latin[b] if b else 1)))}")


if __name__ == "__main__":
    main()
