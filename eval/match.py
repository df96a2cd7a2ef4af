"""Who stands for whom: the matching of score.py, with the pairs kept so that errors can be shown.

`as_got` is score.load_reading for a reading already in memory, with the fields it leaves out (act, kind, why, ...).
"""

import score


def as_got(reading):
    out = dict(mentions=[], claims=[], events=[])
    for d in reading["documents"]:
        for m in d["mentions"]:
            out["mentions"].append(dict(m["span"], entity=m.get("entity"), kind=m.get("type"), name=m.get("name", True), why=m.get("why", "")))
        for c in d["claims"]:
            s = c.get("source") or {}
            out["claims"].append(dict(
                id=c["id"], cue=c.get("cue"), source=s.get("span"), entity=s.get("entity"), anonymous=bool(s.get("anonymous")),
                kind=s.get("kind"), name=s.get("name"), content=c["content"], polarity=c.get("polarity"), certainty=c.get("certainty"),
                commitment=c.get("commitment"), quotation=c.get("quotation"), act=c.get("act"), parent=c.get("parent"),
                chain_length=len(c.get("chain") or []), chain=c.get("chain") or [], narration=bool(c.get("narration")),
                hedges=c.get("hedges") or [], document=d["id"], why=c.get("why", "")))
        for v in d["events"]:
            out["events"].append(dict(
                id=v["id"], types=[v["type"]], triggers=v["triggers"], actors=[a.get("entity") for a in v.get("actors", [])],
                actor_spans=[a["span"] for a in v.get("actors", []) if a.get("span")], recipients=v.get("recipients", []),
                status=v.get("status"), ties=v.get("ties", []), document=d["id"], why=v.get("why", "")))
    return out


def mentions(gold, got):
    """(gold index -> our index) for exact spans and for half overlap; ours are `ours`."""
    ours = [m for m in got["mentions"] if m.get("name", True)] if gold.get("names_only") else got["mentions"]
    exact = score.pair_up(gold["mentions"], ours, score.jaccard, 1.0)
    loose = score.pair_up(gold["mentions"], ours, score.jaccard, 0.5)
    return ours, exact, loose


def claims(gold, got):
    ours = [c for c in got["claims"] if not c.get("narration")]

    def alike(g, s):
        x = score.spans_jaccard(g["content"], s["content"])
        return x + (0.2 if score.overlap(g.get("cue"), s.get("cue")) else 0) if x >= 0.3 else 0

    return ours, score.pair_up(gold["claims"], ours, alike, 0.5)


def events(gold, got):
    ours = got["events"]

    def touch(g, s):
        best = max((score.jaccard(t, u) for t in g["triggers"] for u in s["triggers"] if score.overlap(t, u)), default=-1)
        return best + 0.01 + (0.5 if set(g["types"]) & set(s["types"]) else 0) if best >= 0 else 0

    return ours, score.pair_up(gold["events"], ours, touch, 0.01)


def source_right(g, s):
    return not g.get("source") or bool(s.get("source")) and score.jaccard(g["source"], s["source"]) >= 0.5


def asked(item):
    """True for what the gold requires of a reading."""
    return not item.get("narration") and not item.get("optional")
