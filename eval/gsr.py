"""Sentences with one type of event each, judged by several people: is it told, by whom, on whom."""

import collections
import csv
import json

import reader
from errors import Error

REAL = ("asserted", "alleged", "presupposed")
WRITTEN = ".,،؛;:!?؟()[]«»\"“”'"


def events_of(reading, kind):
    """The events of one type in a sentence."""
    return [e for d in reading["documents"] for e in d["events"] if e["type"] == kind]


def told(reading, kind):
    """Those that the sentence tells as its news."""
    return [e for e in events_of(reading, kind) if e["status"] in REAL and e["grounding"] == "foreground"]


def words(text, spans):
    """The written words that the spans touch, without the marks around them."""
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        if any(s["start"] < at and start < s["end"] for s in spans):
            found.append(word.strip(WRITTEN))
    return found


def token_f1(pairs):
    """F1 over words, of (ours, theirs) for each judge of each sentence."""
    same = ours = theirs = 0
    for a, b in pairs:
        a, b = collections.Counter(a), collections.Counter(b)
        same, ours, theirs = same + sum((a & b).values()), ours + sum(a.values()), theirs + sum(b.values())
    return same, ours, theirs


def layer(binary, shared, make, prf, missing_pages):
    folder = shared / "data/event_gsr"
    kinds = ("assault", "protest")
    files = [folder / f"{k}_{what}" for k in kinds for what in ("gsr.csv", "spans.json")]
    out = make("event_gsr", files)
    if not all(f.is_file() for f in files):
        return out.skip(f"no {folder}")
    rows = {k: list(csv.DictReader(open(folder / f"{k}_gsr.csv", encoding="utf8"))) for k in kinds}
    spans = {k: json.load(open(folder / f"{k}_spans.json", encoding="utf8")) for k in kinds}
    texts = [r["text"] for k in kinds for r in rows[k]] + [s["text"] for k in kinds for s in spans[k]]
    readings, failed = reader.read_sentences(binary, texts)
    missing_pages(out, failed, len(set(texts)))
    empty = dict(text="", documents=[])
    roles = {"actor": [], "target": []}
    for kind in kinds:
        count = collections.Counter()
        for row in rows[kind]:
            if row["label"] == "ambiguous":
                continue
            reading = readings.get(row["text"], empty)
            hits = told(reading, kind.upper())
            count[row["label"], bool(hits)] += 1
            if bool(hits) != (row["label"] == "yes"):
                name = "spurious" if hits else "missed"
                marks = [("cue", t) for e in hits for t in e["triggers"]]
                out.errors.append(Error(f"gsr:{kind}-{name}", row["id"], marks[0][1]["start"] if marks else 0, row["label"],
                                        reading["text"], [], marks, [e["why"] for e in hits], hits[0]["why"] if hits else row["label"]))
        yes = count["yes", True] + count["yes", False]
        no = count["easy no", True] + count["difficult no", True]
        out.rows.append(prf(f"{kind} told", count["yes", True], count["yes", True] + no, yes))
        out.rows.append(prf(f"{kind} told, clear cases", count["yes", True], count["yes", True] + count["easy no", True], yes))
        for item in spans[kind]:
            reading = readings.get(item["text"], empty)
            ours = events_of(reading, kind.upper())
            ours = [e for e in ours if e["grounding"] == "foreground"] or ours
            for role, mine, key in (("actor", "actors", "source_actor"), ("target", "recipients", "target_actor")):
                found = words(reading["text"], [a["span"] for e in ours for a in e[mine] if a.get("span")])
                roles[role] += [(found, [w.strip(WRITTEN) for w in judge[key]]) for judge in item["spans"]]
    for role, pairs in roles.items():
        out.rows.append(prf(f"{role} words", *token_f1(pairs)))
    return out
