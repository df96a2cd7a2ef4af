"""What went wrong, one record an error, and how to show it to a developer."""

import collections
import textwrap

import match
import score

ATTRIBUTES = ("anonymous", "kind", "polarity", "act", "certainty", "commitment", "quotation")
# Shown unless --only asks for others; differences of attributes come only on request.
MAIN = ("claim:missed", "claim:spurious", "claim:extent", "claim:source", "claim:cue", "event:missed", "event:spurious", "event:type",
        "event:false-assertion", "mention:missed", "mention:spurious", "trap", "check", "page", "date", "attribution", "word")


class Error:
    """One difference: its kind, the page, the place, and the marks to draw for the gold and for us."""

    def __init__(self, kind, page, at, label, text="", gold=None, ours=None, notes=(), key=""):
        self.kind, self.page, self.at, self.label, self.text = kind, page, at, label, text
        self.gold, self.ours, self.notes, self.key = gold, ours, [n for n in notes if n], key


def of_page(page, text, gold, got):
    """All differences between the gold and our reading of one page, in the order of the text."""
    found = _claims(page, text, gold, got) + _events(page, text, gold, got) + _mentions(page, text, gold, got) + _traps(page, text, gold, got)
    return sorted(found, key=lambda e: (e.at, e.kind))


def _marks_of_claim(c):
    marks = [("cue", c["cue"])] if c.get("cue") else []
    marks += [("source", c["source"])] if c.get("source") else []
    return marks + [("content", s) for s in c["content"]]


def _start(c):
    return min([s["start"] for _, s in _marks_of_claim(c)] or [0])


def _claims(page, text, gold, got):
    ours, pairs = match.claims(gold, got)
    taken = set(pairs.values())
    out = []
    for i, g in enumerate(gold["claims"]):
        if not match.asked(g):
            continue
        if i not in pairs:
            # The cue was seen, but what it introduces is another stretch: one error, not a missed and a spurious claim.
            same = next((j for j, s in enumerate(ours) if j not in taken and score.overlap(g.get("cue"), s.get("cue"))), None)
            if same is not None:
                taken.add(same)
                s = ours[same]
                out.append(Error("claim:extent", page, _start(g), f"{g['id']} = our {s['id']}", text, _marks_of_claim(g), _marks_of_claim(s),
                                 ["ours by " + s["why"]], s["why"]))
                continue
            near = [s for s in ours if score.overlap(g.get("cue"), s.get("cue")) or score.spans_jaccard(g["content"], s["content"]) > 0]
            near = max(near, key=lambda s: (score.overlap(g.get("cue"), s.get("cue")), score.spans_jaccard(g["content"], s["content"])), default=None)
            note = "nothing of ours near" if near is None else f"nearest of ours {near['id']}: {near['why']}"
            cue = text[g["cue"]["start"]:g["cue"]["end"]] if g.get("cue") else "(no cue)"
            out.append(Error("claim:missed", page, _start(g), g["id"], text, _marks_of_claim(g), _marks_of_claim(near) if near else None,
                             [_describe(g), note], cue))
            continue
        s = ours[pairs[i]]
        label = f"{g['id']} = our {s['id']}"
        notes = ["ours by " + s["why"]]
        if g.get("cue") and not score.overlap(g["cue"], s.get("cue")):
            out.append(Error("claim:cue", page, _start(g), label, text, _marks_of_claim(g), _marks_of_claim(s), notes, s["why"]))
        if not match.source_right(g, s):
            out.append(Error("claim:source", page, _start(g), label, text, _marks_of_claim(g), _marks_of_claim(s), notes, s["why"]))
        if score.spans_jaccard(g["content"], s["content"]) < 0.95:
            out.append(Error("claim:content", page, _start(g), label, text, _marks_of_claim(g), _marks_of_claim(s), notes, s["why"]))
        for field in ATTRIBUTES:
            if g.get(field) is not None and s.get(field) != g[field]:
                out.append(Error("claim:" + field, page, _start(g), f"{label}: {field} {g[field]}, ours {s.get(field)}", text,
                                 _marks_of_claim(g), None, notes, f"{g[field]} -> {s.get(field)}"))
        if g.get("chain_length") and s["chain_length"] != g["chain_length"]:
            chain = " <- ".join(link.get("name") or "(unnamed)" for link in s["chain"])
            out.append(Error("claim:chain", page, _start(g), f"{label}: chain of {g['chain_length']}, ours {s['chain_length']}", text,
                             _marks_of_claim(g), None, ["our chain: " + chain, *notes], f"{g['chain_length']} -> {s['chain_length']}"))
        if g.get("parent"):
            place = {c["id"]: k for k, c in enumerate(gold["claims"])}
            up = pairs.get(place.get(g["parent"]))
            if up is None or ours[up]["id"] != s.get("parent"):
                out.append(Error("claim:parent", page, _start(g), f"{label}: parent {g['parent']} = our {ours[up]['id'] if up is not None else '(missed)'}, ours {s.get('parent')}",
                                 text, _marks_of_claim(g), None, notes, ""))
    for j, s in enumerate(ours):
        if j not in taken:
            cue = text[s["cue"]["start"]:s["cue"]["end"]] if s.get("cue") else "(no cue)"
            out.append(Error("claim:spurious", page, _start(s), "our " + s["id"], text, None, _marks_of_claim(s), [_describe(s), "by " + s["why"]],
                             f"{cue}  [{s['why']}]"))
    return out


def _describe(c):
    return "  ".join(f"{f} {c[f]}" for f in ("act", "quotation", "kind") if c.get(f) is not None)


def _marks_of_event(v):
    return [("cue", t) for t in v["triggers"]] + [("source", a) for a in v.get("actor_spans", [])]


def _events(page, text, gold, got):
    ours, pairs = match.events(gold, got)
    back = {j: i for i, j in pairs.items()}
    out = []
    word = lambda v: text[v["triggers"][0]["start"]:v["triggers"][0]["end"]]
    for i, g in enumerate(gold["events"]):
        at, types = g["triggers"][0]["start"], "/".join(g["types"])
        if i not in pairs:
            if match.asked(g):
                out.append(Error("event:missed", page, at, f"{g['id']} {types} {g['status']}", text, _marks_of_event(g), None, (), f"{word(g)}  {types}"))
            continue
        s = ours[pairs[i]]
        label = f"{g['id']} {types} {g['status']}, our {s['id']} {s['types'][0]} {s['status']}"
        notes = ["ours by " + s["why"]]
        drawn = dict(text=text, gold=_marks_of_event(g), ours=_marks_of_event(s), notes=notes)
        if not set(g["types"]) & set(s["types"]):
            if match.asked(g):
                out.append(Error("event:type", page, at, label, key=f"{types} -> {s['types'][0]}", **drawn))
        elif score.head(s["status"]) != score.head(g["status"]):
            out.append(Error("event:status", page, at, label, key=f"{score.head(g['status'])} -> {s['status']}", **drawn))
        if s["status"] == "asserted" and score.head(g["status"]) != "asserted":
            out.append(Error("event:false-assertion", page, at, label, key=word(g), **drawn))
        if g.get("actor_spans") and not any(score.jaccard(a, b) >= 0.5 for a in g["actor_spans"] for b in s["actor_spans"]):
            out.append(Error("event:actor", page, at, label, key=s["why"], **drawn))
    for j, s in enumerate(ours):
        if j not in back:
            out.append(Error("event:spurious", page, s["triggers"][0]["start"], f"our {s['id']} {s['types'][0]} {s['status']}", text, None,
                             _marks_of_event(s), ["by " + s["why"]], f"{word(s)}  {s['types'][0]}"))
    return out


def _mentions(page, text, gold, got):
    ours, exact, loose = match.mentions(gold, got)
    out = []
    slice_of = lambda m: text[m["start"]:m["end"]]
    for i, g in enumerate(gold["mentions"]):
        if g.get("optional"):
            continue
        if i not in loose:
            out.append(Error("mention:missed", page, g["start"], f"{g.get('kind')}", text, [("cue", g)], None, (), f"{slice_of(g)}  {g.get('kind')}"))
        elif i not in exact:
            s = ours[loose[i]]
            out.append(Error("mention:edge", page, g["start"], f"{g.get('kind')}", text, [("cue", g)], [("cue", s)], ["ours by " + s["why"]],
                             f"{slice_of(g)} -> {slice_of(s)}"))
    hit = set(loose.values())
    for j, s in enumerate(ours):
        if j not in hit:
            out.append(Error("mention:spurious", page, s["start"], f"our {s['kind']}", text, None, [("cue", s)], ["by " + s["why"]],
                             f"{slice_of(s)}  {s['kind']}  [{s['why']}]"))
    return out


def _traps(page, text, gold, got):
    """The traps a program can check by rule; the same three tests as score.py."""
    out = []
    said = [c for c in got["claims"] if not c.get("narration")]
    for x in gold.get("traps", []):
        why = None
        if x.get("no_event"):
            for v in got["events"]:
                if any(score.overlap(x, t) for t in v["triggers"]) and (v["status"] == "asserted" or x.get("no_claim")):
                    why = f"our event {v['id']} {v['types'][0]} {v['status']}"
        if x.get("no_claim") and any(score.overlap(x, s) for c in said for s in c["content"]):
            why = "a claim of ours lies on it"
        if x.get("no_direct") and any(c.get("quotation") == "direct" and score.jaccard(x, s) >= 0.8 for c in said for s in c["content"]):
            why = "read as a direct quotation"
        if why:
            out.append(Error("trap", page, x["start"], why, text, [("cue", x)], None, ["must not " + x["rule"]], x["rule"]))
    return out


# Showing

BRACKETS = {"cue": ("<<", ">>"), "source": ("[", "]"), "content": ("{", "}")}
LEGEND = "<<cue or trigger>>  [source or actor]  {content}"


def draw(text, marks, around=60, longest=90):
    """The stretch of text that holds the marks, with brackets around them; long unmarked stretches are cut."""
    if not marks:
        return "(nothing)"
    low, high = min(s["start"] for _, s in marks), max(s["end"] for _, s in marks)
    low, high = max(0, low - around), min(len(text), high + around)
    puts = collections.defaultdict(list)
    for name, span in marks:
        left, right = BRACKETS[name]
        puts[span["end"]].insert(0, right)
        puts[span["start"]].append(left)
    cuts = sorted({low, high, *puts})
    out = "..." if low else ""
    for a, b in zip(cuts, cuts[1:]):
        piece = text[a:b].replace("\n", " / ")
        if len(piece) > longest:
            piece = piece[:longest // 2] + " (...) " + piece[-longest // 3:]
        out += "".join(puts[a]) + piece
    return out + "".join(puts[high]) + ("..." if high < len(text) else "")


def show(errors, limit, only=(), page=None, width=150):
    """Prints counts by kind, what recurs, and the first errors."""
    chosen = [e for e in errors if any(e.kind == o or e.kind.startswith(o + ":") for o in only or MAIN)]
    if page:
        chosen, errors = [e for e in chosen if page in e.page], [e for e in errors if page in e.page]
    counts = collections.Counter(e.kind for e in errors)
    print("errors by kind: " + ", ".join(f"{k} {n}" for k, n in sorted(counts.items())))
    for kind in sorted({e.kind for e in chosen}):
        often = collections.Counter(e.key for e in chosen if e.kind == kind and e.key).most_common(8)
        often = [(k, n) for k, n in often if n > 1]
        if often:
            print(f"  most often {kind}:")
            for key, n in often:
                print(f"    {n:3}  {key}")
    print(f"\nmarks: {LEGEND}; showing {min(limit, len(chosen))} of {len(chosen)} (--only KIND and --page NAME narrow it down)")
    for n, e in enumerate(chosen[:limit], 1):
        print(f"\n{n}. {e.page}  {e.kind}  {e.label}   @{e.at}")
        if e.gold is not None:
            _print("gold", draw(e.text, e.gold), width)
        if e.ours is not None:
            _print("ours", draw(e.text, e.ours), width)
        for note in e.notes:
            _print("", note, width)


def _print(label, body, width):
    lines = textwrap.wrap(body, width) or [""]
    for k, line in enumerate(lines):
        print(f"   {label if k == 0 else '':6}{line}")
