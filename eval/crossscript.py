"""Names across scripts: each name is looked for, by its spelling in one script, in a list of names in the other.

A hit is a first answer that the data pair with the query. Pairs are parted in two halves by a hash of the Arabic name: the model of
letters was learned from single words of the first (`models/transliteration/build.py`, `half`), so the second is the one to believe. Lists are
those of one half alone, all of it up to `MOST` names; queries are at most `ASKED` of them, in the order of a hash.
"""

import collections
import hashlib
import json
import re
import sqlite3
import subprocess

from errors import Error
from layers import Layer, share

MOST, ASKED = 5000, 200


def digest(text):
    return hashlib.md5(text.encode("utf8")).digest()


def actor_pairs(shared):
    for line in (shared / "data/actor_pairs/cross_script_pairs.jsonl").read_text(encoding="utf8").splitlines():
        pair = json.loads(line)
        yield pair["ar"], pair["en"].title()


def full_names(shared):
    path = shared / "data/arabic/names/full/names.sqlite3"
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    query = "select distinct arabic_key, latin from full_names where source = 'wikidata' and latin_lang in ('', 'en')"
    for arabic, latin in base.execute(query):
        if " " in arabic and " " in latin and re.fullmatch(r"[ء-ي ]+", arabic):
            yield arabic, latin


def ar2en(shared):
    for line in (shared / "data/arabic/names/ar2en/ar2en-eval.txt").read_text(encoding="utf8").splitlines():
        yield tuple(line.split("\t")[:2])


def wikidata(shared):
    for line in (shared / "data/arabic/names/wikidata/wd_arabic_16").read_text(encoding="utf8").splitlines():
        latin, arabic, _ = line.split("\t")
        yield arabic.replace(" ", ""), latin


LISTS = {
    "actor pairs": (actor_pairs, "data/actor_pairs/cross_script_pairs.jsonl"),
    "full names": (full_names, "data/arabic/names/full/names.sqlite3"),
    "single words, ar2en": (ar2en, "data/arabic/names/ar2en/ar2en-eval.txt"),
    "single words, wikidata": (wikidata, "data/arabic/names/wikidata/wd_arabic_16"),
}


def crossscript(program, shared):
    paths = [shared / path for _, path in LISTS.values()]
    layer = Layer("crossscript", paths)
    if not all(path.is_file() for path in paths):
        return layer.skip(f"no {paths[0]}")
    jobs = []
    for name, (pairs_of, _) in LISTS.items():
        halves = collections.defaultdict(set)
        for arabic, latin in pairs_of(shared):
            halves[digest(arabic)[0] & 1].add((arabic, latin))
        for half, label in ((0, "tuned on"), (1, "held out")):
            pairs = sorted(halves[half], key=lambda pair: digest(pair[0]))[:MOST]
            for direction, at in (("Arabic to Latin", 0), ("Latin to Arabic", 1)):
                right = collections.defaultdict(set)
                for pair in pairs:
                    right[pair[at]].add(pair[1 - at])
                queries = sorted(right, key=digest)[:ASKED]
                names = sorted({pair[1 - at] for pair in pairs})
                jobs.append((f"{name}, {label}, {direction}", names, queries, right))
    lines = "".join(json.dumps({"list": names, "queries": queries}) + "\n" for _, names, queries, _ in jobs)
    run = subprocess.run([program], input=lines, capture_output=True, text=True, encoding="utf8", check=True)
    for (label, names, queries, right), line in zip(jobs, run.stdout.splitlines()):
        hits = 0
        for query, answer in zip(queries, json.loads(line)):
            hits += answer in right[query]
            if answer not in right[query]:
                layer.errors.append(Error("name", label, 0, f"{query}: {answer}, not {' or '.join(sorted(right[query]))}", key=label))
        layer.rows.append(share(f"{label}, of {len(names)}", hits, len(queries)))
    return layer
