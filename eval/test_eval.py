#!/usr/bin/env python3
"""Tests of the evaluation itself: the gold read back as a reading must score full marks, and damage must show.

run: python3 eval/test_eval.py
"""

import copy
import json
import tempfile
import unittest
from pathlib import Path

import errors
import floors
import layers
import match
import reader
import score
import seed

SAMPLES = sorted((reader.ROOT / "samples/gold").glob("*.json"))
SEED = reader.ROOT / "../shared/seed"


def span(text, s):
    return {"start": s["start"], "end": s["end"], "text": text[s["start"]:s["end"]]}


def reading_of(gold, text):
    """The flat gold as the engine would write it."""
    ids = {}
    entity = lambda name: ids.setdefault(name, f"e{len(ids) + 1}")
    document = {
        "id": "d1", "span": span(text, {"start": 0, "end": len(text)}), "title": None, "byline": [], "outlet": None, "published": [],
        "dateline": None, "credits": [], "parts": [], "relations": [], "conflicts": [],
        "mentions": [{"id": f"m{n}", "span": span(text, m), "type": m["kind"], "entity": entity(m["entity"]), "name": True, "why": "gold"}
                     for n, m in enumerate(gold["mentions"], 1)],
        "claims": [{"id": c["id"], "cue": c["cue"] and span(text, c["cue"]),
                    "source": {"span": c["source"] and span(text, c["source"]), "kind": c.get("kind"), "entity": None, "name": "", "anonymous": c["anonymous"]},
                    "content": [span(text, s) for s in c["content"]], "quotation": c["quotation"], "act": c.get("act"), "polarity": c["polarity"],
                    "certainty": c["certainty"], "commitment": c["commitment"], "parent": c["parent"], "hedges": [],
                    "chain": [{"kind": "outlet", "name": "x"}] * c.get("chain_length", 0), "narration": c.get("narration", False), "why": "gold"}
                   for c in gold["claims"]],
        "events": [{"id": v["id"], "type": v["types"][0], "triggers": [span(text, t) for t in v["triggers"]],
                    "actors": [{"entity": ids.get(a), "span": None} for a in v["actors"]] + [{"entity": None, "span": span(text, a)} for a in v.get("actor_spans", [])],
                    "recipients": [], "status": score.head(v["status"]), "ties": [], "why": "gold"} for v in gold["events"]],
    }
    return {"text": text, "page": {"aggregator": None}, "documents": [document], "entities": [{"id": i, "name": n} for n, i in ids.items()]}


def values(layer):
    return {row.key: row.value for row in layer.rows}


class FlatGold(unittest.TestCase):
    def pages(self):
        for path in SAMPLES:
            text = (reader.ROOT / "samples" / (path.stem + ".txt")).read_bytes().decode("utf8")
            yield path.stem, score.load_gold(path), text

    def test_gold_scores_full_marks(self):
        layer = layers.Layer("samples", [])
        layers.scored(layer, [(name, gold, reading_of(gold, text)) for name, gold, text in self.pages()])
        for row in layer.rows:
            want = 0 if row.lower_is_better else 1.0
            self.assertEqual(row.value, want, row.metric)
        self.assertEqual([e.kind for e in layer.errors], [])

    def test_damage_shows(self):
        name, gold, text = next(self.pages())
        reading = reading_of(gold, text)
        document = reading["documents"][0]
        asked = [n for n, c in enumerate(gold["claims"]) if match.asked(c) and c["source"]]
        event = next(n for n, v in enumerate(gold["events"]) if match.asked(v))
        document["claims"][asked[1]]["source"]["span"] = span(text, {"start": 0, "end": 3})
        document["claims"][asked[2]]["act"] = "none such"
        document["events"][event]["type"] = "nothing"
        lost = document["claims"].pop(asked[0])
        found = errors.of_page(name, text, gold, match.as_got(reading))
        kinds = {e.kind for e in found}
        self.assertLessEqual({"claim:missed", "claim:source"}, kinds)
        self.assertIn("claim:act", kinds)
        self.assertIn("event:type", kinds)
        self.assertTrue(any(e.label == lost["id"] for e in found if e.kind == "claim:missed"))

    def test_errors_agree_with_the_score(self):
        for name, gold, text in self.pages():
            reading = reading_of(gold, text)
            del reading["documents"][0]["claims"][::3], reading["documents"][0]["mentions"][::4]
            layer = layers.Layer("samples", [])
            layers.scored(layer, [(name, gold, reading)])
            row = next(r for r in layer.rows if r.key == "claims_found")
            missed = sum(e.kind in ("claim:missed", "claim:extent") for e in layer.errors)
            self.assertEqual(missed, row.n - round(row.r * row.n))

    def test_reading_is_read_as_the_scorer_reads_it(self):
        name, gold, text = next(self.pages())
        reading = reading_of(gold, text)
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf8") as file:
            json.dump(reading, file)
            file.flush()
            theirs = score.load_reading(file.name)
        ours = match.as_got(reading)
        for kind in theirs:
            for a, b in zip(theirs[kind], ours[kind], strict=True):
                self.assertEqual(a, {k: b[k] for k in a})


class Showing(unittest.TestCase):
    def test_marks(self):
        text = "abcdefgh"
        marks = [("cue", {"start": 0, "end": 2}), ("source", {"start": 2, "end": 4}), ("content", {"start": 5, "end": 8})]
        self.assertEqual(errors.draw(text, marks), "<<ab>>[cd]e{fgh}")


class Pages(unittest.TestCase):
    GOLD = {"title": "T", "body": ["one two", "three"], "optional": ["ad"], "date": "2020-01-02", "author": [], "outlet": "O", "dateline": None, "agency": None}

    def test_full_marks_and_damage(self):
        part = lambda kind, text: {"kind": kind, "span": {"start": 0, "end": len(text), "text": text}, "why": ""}
        reading = {"documents": [{"title": {"text": "T"}, "parts": [part("paragraph", "one two"), part("paragraph", "three"), part("paragraph", "ad")],
                                  "published": [{"value": "2020-01-02T10:00", "span": {}}], "byline": [], "outlet": {"name": "O"}, "dateline": None, "credits": []}]}
        self.assertEqual({v for v, _ in layers.page_answers(self.GOLD, reading).values()}, {1.0})
        reading["documents"][0]["parts"].pop(0)
        self.assertAlmostEqual(layers.page_answers(self.GOLD, reading)["body token F1"][0], 0.5)
        self.assertEqual({v for v, _ in layers.page_answers(self.GOLD, {"documents": []}).values()}, {0.0})


class Floors(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        base = Path(self.folder.name)
        self.gold = base / "gold.json"
        self.gold.write_text("1")
        self.addCleanup(setattr, floors, "FLOORS", floors.FLOORS)
        self.addCleanup(setattr, floors, "CORPUS", floors.CORPUS)
        floors.FLOORS, floors.CORPUS = base / "floors.toml", base / "corpus.sha256"
        self.shared = base

    def layer(self, value, wrong=0):
        layer = layers.Layer("x", [self.gold])
        layer.rows = [layers.Row("found", value, 9), layers.Row("false assertions", wrong, 9, lower_is_better=True)]
        return layer

    def test_floors_rise_and_hold(self):
        self.assertEqual(floors.pin([self.layer(0.5)], self.shared, [], []), [])
        self.assertEqual(floors.check([self.layer(0.5)], self.shared), [])
        self.assertEqual(len(floors.check([self.layer(0.49)], self.shared)), 1)
        self.assertEqual(len(floors.check([self.layer(0.6, 1)], self.shared)), 1)
        self.assertEqual(len(floors.pin([self.layer(0.4, 2)], self.shared, [], [])), 2)
        self.assertEqual(floors.load()["x"]["floor"]["found"], 0.5)
        self.assertEqual(floors.pin([self.layer(0.4)], self.shared, ["x.found"], []), [])
        self.assertEqual(floors.load()["x"]["floor"]["found"], 0.4)

    def test_changed_gold_is_named(self):
        floors.pin([self.layer(0.5)], self.shared, [], [])
        self.gold.write_text("2")
        self.assertIn("gold.json: changed", floors.check([self.layer(0.5)], self.shared)[0])
        self.assertEqual(len(floors.pin([self.layer(0.9)], self.shared, [], [])), 1)
        self.assertEqual(floors.pin([self.layer(0.9)], self.shared, [], ["x"]), [])

    def test_goals_are_kept(self):
        floors.FLOORS.write_text("[x.goal]\nfound = 0.8\n")
        floors.pin([self.layer(0.5)], self.shared, [], [])
        self.assertEqual(floors.load()["x"]["goal"], {"found": 0.8})


@unittest.skipUnless(SEED.is_dir(), "no ../shared/seed")
class Seed(unittest.TestCase):
    """The seed's gold as two documents must pass every check and trap."""

    def setUp(self):
        self.gold = json.loads((SEED / "gold.json").read_text(encoding="utf8"))
        text = (SEED / "page.txt").read_text(encoding="utf8")
        flat = score.load_gold(SEED / "gold.json")
        for c in flat["claims"]:
            c.setdefault("kind", None)
        for v in flat["events"]:
            v["status"] = score.head(v["status"])
        whole = reading_of(flat, text)
        every = whole["documents"][0]
        documents = []
        for n, article in enumerate(self.gold["articles"], 1):
            low, high = article["span"]["start"], article["span"]["end"]
            within = lambda s: low <= s["start"] < high
            outlet = article["outlet"]["spans"][0]["text"]
            parts = [("title", article["title"])] + [("paragraph", b) for b in article["body"]]
            parts += [(seed.PART_OF[b["kind"]][0], b["span"]) for b in article["boilerplate"]]
            parts += [("related-heading", s["span"]) for s in self.gold["page"]["segments"] if s["kind"] == "related-link-heading" and n == 1]
            claims = copy.deepcopy([c for c in every["claims"] if within(c["content"][0])])
            for c in claims:
                links = len(c["chain"])
                c["chain"] = [{"kind": "aggregator", "name": None}, {"kind": "outlet", "name": outlet}, *[{"kind": "source", "name": "x"}] * (links - 2)]
            conflicts = [{"left": c["left"], "right": c["right"], "slot": c["slot"]} for c in self.gold["conflicts"]] if n == 2 else []
            documents.append(dict(
                every, id=f"d{n}", span=span(text, article["span"]), title=article["title"], claims=claims, conflicts=conflicts,
                mentions=[m for m in every["mentions"] if within(m["span"])], events=[v for v in every["events"] if within(v["triggers"][0])],
                parts=[{"kind": k, "span": s, "why": ""} for k, s in parts], outlet={"name": outlet, "spans": article["outlet"]["spans"]},
                published=[{"value": d["iso"], "by": "aggregator" if d["by"] == "agg" else "outlet", "span": d["span"]} for d in article["dates"]],
                dateline={"span": article["dateline"]["span"], "place": article["dateline"]["place"]["span"], "outlet": article["dateline"]["outlet"]["span"]},
                credits=[{"kind": p["kind"], "name": p["span"]["text"], "span": p["span"]} for c in article["credits"] for p in c["parts"]]))
        self.reading = dict(whole, documents=documents, page={"aggregator": {"name": None, "evidence": self.gold["page"]["aggregator"]["evidence"]}})

    def test_structure(self):
        for group, checks in seed.structure(self.gold, self.reading).items():
            self.assertTrue(checks, group)
            self.assertEqual([c for c in checks if not c[1]], [], group)

    def test_traps(self):
        out = seed.traps(self.gold, self.reading)
        self.assertEqual(len(out), 20)
        self.assertEqual([c for checks in out.values() for c in checks if not c[1]], [])

    def test_nothing_read_fails_the_structure(self):
        empty = dict(layers.EMPTY)
        out = seed.structure(self.gold, empty)
        self.assertFalse(any(ok for _, ok, _, _ in out["line classes"] + out["bodies"] + out["aggregator"]))


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # score.py leaves closing its files to the interpreter
