"""Checks on the seed page that go beyond score.py: its structure, and each of its traps.

Every check is (label, passed, what we have instead, span of the text to show). Groups become rows of the table.
"""

import score

PART_OF = {"disclaimer": ("disclaimer",), "cms-author-box": ("residue",), "source-credit": ("source-line",),
           "publication-line": ("publication-line",), "date-line": ("date-line",), "credit-line": ("credit",), "dateline": ("dateline",)}


def _same(a, b):
    return bool(a) and bool(b) and (a["start"], a["end"]) == (b["start"], b["end"])


def _text(span):
    return (span or {}).get("text")


def structure(gold, reading):
    """The page's own layer: documents, lines, bodies, dates, datelines, credits, aggregator."""
    documents = reading["documents"]
    parts = [p for d in documents for p in d["parts"]]
    out = {g: [] for g in ("documents", "line classes", "line spans", "bodies", "titles", "dates stated", "datelines", "credits", "outlets", "aggregator",
                           "no author", "chains", "conflicts")}

    add = lambda group, label, ok, detail="", span=None: out[group].append((label, bool(ok), str(detail), span))
    add("documents", f"{len(gold['articles'])} articles", len(documents) == len(gold["articles"]), f"{len(documents)} documents")
    for n, article in enumerate(gold["articles"]):
        ours = documents[n] if n < len(documents) else None
        inside = bool(ours) and all(score.overlap(b, ours["span"]) == b["end"] - b["start"] for b in article["body"])
        add("documents", f"{article['id']} lies in document {n + 1}", inside, ours and (ours["span"]["start"], ours["span"]["end"]), article["title"])

    wanted = [(s["span"], ("related-heading",)) for s in gold["page"]["segments"] if s["kind"] == "related-link-heading"]
    for article in gold["articles"]:
        wanted.append((article["title"], ("title",)))
        wanted += [(b["span"], PART_OF[b["kind"]]) for b in article["boilerplate"]]
        wanted += [(b, ("paragraph",)) for b in article["body"]]
    for span, kinds in sorted(wanted, key=lambda w: w[0]["start"]):
        over = max((p for p in parts if score.overlap(p["span"], span)), key=lambda p: score.overlap(p["span"], span), default=None)
        label = f"line {span.get('line')} {kinds[0]}"
        add("line classes", label, over and over["kind"] in kinds, f"we say {over['kind']}, {over['why']}" if over else "no part of ours", span)
        begins = {span["start"]}
        if kinds == ("paragraph",):  # an inline dateline may be a part of its own
            begins |= {d["dateline"]["span"]["end"] + k for d in gold["articles"] if d["dateline"] for k in (0, 1) if d["dateline"]["span"]["start"] == span["start"]}
        exact = over and over["span"]["end"] == span["end"] and over["span"]["start"] in begins
        add("line spans", label, exact, over and (over["span"]["start"], over["span"]["end"]), span)

    for n, article in enumerate(gold["articles"]):
        ours = documents[n] if n < len(documents) else {"parts": []}
        paragraphs = sorted((p["span"]["start"], p["span"]["end"]) for p in ours["parts"] if p["kind"] == "paragraph")
        body = sorted((b["start"], b["end"]) for b in article["body"])
        line = article["dateline"]["span"] if article["dateline"] else None
        lead = lambda ps: [(line["start"] if line and a in (line["end"], line["end"] + 1) else a, b) for a, b in ps]
        add("bodies", f"body of {article['id']} exact", lead(paragraphs) == lead(body), f"{paragraphs}, not {body}", article["title"])
        add("titles", f"title of {article['id']}", _same(ours.get("title"), article["title"]), _text(ours.get("title")), article["title"])
        published = ours.get("published", [])
        for date in article["dates"]:
            by = "aggregator" if date["by"] == "agg" else "outlet"
            hit = any(score.overlap(p["span"], date["span"]) and p["value"][:10] == date["iso"] and p["by"] == by for p in published)
            add("dates stated", f"{date['iso']} by the {by}", hit, [(p["value"], p["by"], _text(p["span"])) for p in published], date["span"])
        add("dates stated", f"no other date in {article['id']}", len(published) <= len(article["dates"]), [(p["value"], _text(p["span"])) for p in published])
        want, have = article["dateline"], ours.get("dateline") or {}
        trimmed = lambda s: (_text(s) or "").strip(" :-\u2013\u2014")
        add("datelines", f"span in {article['id']}", trimmed(have.get("span")) == trimmed(want["span"]), _text(have.get("span")), want["span"])
        for side in ("place", "outlet"):
            add("datelines", f"{side} in {article['id']}", _same(have.get(side), want[side]["span"]), _text(have.get(side)), want[side]["span"])
        credits = ours.get("credits", [])
        for credit in article["credits"]:
            for part in credit["parts"]:
                if part["kind"] == "label":
                    continue
                hit = any(c["kind"] == part["kind"] and _same(c["span"], part["span"]) for c in credits)
                add("credits", f"{part['kind']} {part['span']['text']}", hit, [(c["kind"], _text(c["span"])) for c in credits], part["span"])
        asked = [p for c in article["credits"] for p in c["parts"]]
        add("credits", f"no other credit in {article['id']}", len(credits) <= len(asked), [(c["kind"], _text(c["span"])) for c in credits])
        outlet = ours.get("outlet") or {}
        spans = article["outlet"]["spans"]
        add("outlets", f"outlet of {article['id']} named", outlet.get("name") == spans[0]["text"], outlet.get("name"), spans[0])
        found = [s for s in spans if any(score.jaccard(s, t) >= 0.5 for t in outlet.get("spans", []))]
        add("outlets", f"outlet of {article['id']}: at least one place it stands", found, [_text(s) for s in outlet.get("spans", [])], spans[0])
        add("no author", f"no byline in {article['id']}", not ours.get("byline"), [_text(b) for b in ours.get("byline") or []])
        said = [c for c in ours.get("claims", []) if not c.get("narration")]
        for c in said:
            chain = c.get("chain") or []
            add("chains", f"{c['id']} begins at the unnamed aggregator", chain and chain[0]["kind"] == "aggregator" and not chain[0].get("name"), chain[:1], c.get("cue"))
            second = len(chain) > 1 and chain[1]["kind"] == "outlet" and chain[1].get("name") == spans[0]["text"]
            add("chains", f"{c['id']} goes on to its outlet", second, chain[1:2], c.get("cue"))
        if not said:
            add("chains", f"{article['id']} has claims", False, "none")

    aggregator = reading["page"].get("aggregator")
    add("aggregator", "present", aggregator is not None, aggregator)
    add("aggregator", "unnamed", aggregator is not None and not aggregator.get("name"), aggregator)
    for evidence in gold["page"]["aggregator"]["evidence"]:
        hit = aggregator and any(score.overlap(e, evidence) for e in aggregator.get("evidence", []))
        add("aggregator", f"evidence {evidence['text']}", hit, "not given", evidence)

    claims = {c["id"]: c for c in gold["claims"]}
    for conflict in gold["conflicts"]:
        left, right = (claims[conflict[side]] for side in ("left", "right"))
        ours = {c["id"]: c for d in documents for c in d["claims"]}
        about = lambda c, g: c and any(score.overlap(s, t) for s in c["content"] for t in g["content"])
        hit = any((about(ours.get(c["left"]), a) and about(ours.get(c["right"]), b)) for d in documents for c in d["conflicts"] for a, b in ((left, right), (right, left)))
        add("conflicts", f"{conflict['left']} against {conflict['right']}: {conflict['slot']}", hit,
            [(c["left"], c["right"], c["slot"]) for d in documents for c in d["conflicts"]], left["content"][0])
    return out


def traps(gold, reading):
    """expected_rejects x1 to x20, one row each."""
    documents = reading["documents"]
    mentions = [m for d in documents for m in d["mentions"]]
    claims = [c for d in documents for c in d["claims"] if not c.get("narration")]
    events = [e for d in documents for e in d["events"]]
    dates = [p["span"] for d in documents for p in d["published"]] + [e["time"]["span"] for e in events if e.get("time") and e["time"].get("span")]
    names = {e["id"]: e for e in reading["entities"]}
    trap = {x["id"]: x for x in gold["expected_rejects"]}
    people = {e["id"]: e for e in gold["entities"]}

    def at(span, least=0.5):
        return [m for m in mentions if score.jaccard(m["span"], span) >= least or
                score.overlap(m["span"], span) == span["end"] - span["start"] and m["span"]["end"] == span["end"]]

    def entities_at(spans):
        return {m["entity"] for s in spans for m in at(s) if m.get("entity")}

    def of(gold_entity):
        return [m["span"] for m in people[gold_entity]["mentions"] if m["kind"] != "nisba"]

    def on(span, kinds=None):
        return [e for e in events if any(score.overlap(t, span) for t in e["triggers"]) and (kinds is None or e["type"] in kinds)]

    tell = lambda things: [(t["id"], t.get("type") or t.get("act"), t.get("status") or t.get("commitment")) for t in things]
    called = lambda ids: [names.get(i, {}).get("name") for i in sorted(ids)]
    out = {}

    def rule(key, fell, detail=""):
        out[key] = [(trap[key]["must_not"], not fell, str(detail), trap[key]["span"])]

    for key in ("x1", "x2", "x3"):
        span = trap[key]["span"]
        quoted = [c for c in claims if c["quotation"] in ("direct", "mixed") and any(score.jaccard(span, s) >= 0.8 for s in c["content"])]
        apart = [m for m in at(span, 0.2) if m["type"] == "TIME" or key == "x3" and m["type"] == "LOC"]
        rule(key, quoted or apart, tell(quoted) + [(m["type"], m["span"]["text"]) for m in apart])
    span = trap["x4"]["span"]
    timed = [m["span"] for m in mentions if m["type"] == "TIME" and score.overlap(m["span"], span)] + [d for d in dates if score.overlap(d, span)]
    rule("x4", timed, [_text(t) for t in timed])
    span = trap["x5"]["span"]
    bad = [c for c in claims if c["quotation"] == "direct" and any(score.jaccard(span, s) >= 0.5 for s in c["content"])]
    over = [c for c in claims if any(score.overlap(span, s) and s["end"] - s["start"] < 80 for s in c["content"])]
    bad += [c for c in over if c["commitment"] in ("endorse",)]
    rule("x5", bad, tell(bad))
    rule("x6", on(trap["x6"]["span"], ("THREATEN",)), tell(on(trap["x6"]["span"])))
    bad = [e for e in on(trap["x7"]["span"]) if e["type"] == "REJECT" or e["type"] == "AGREE" and e["status"] in ("asserted", "alleged", "promised")]
    rule("x7", bad, tell(bad))
    span = trap["x8"]["span"]
    bad = [m for m in mentions if score.overlap(m["span"], span) and (m["type"] in ("LOC", "GPE", "NISBA") or
           "\u0627\u0644\u0633\u0648\u062f\u0627\u0646" in (names.get(m.get("entity"), {}).get("name") or "").split())]
    rule("x8", bad, [(m["type"], m["span"]["text"], m["why"]) for m in bad])
    span = trap["x9"]["span"]
    bad = [m["span"] for m in mentions if score.overlap(m["span"], span)] + [b for d in documents for b in d["byline"] if score.overlap(b, span)]
    rule("x9", bad, [_text(b) for b in bad])
    span = trap["x10"]["span"]
    bad = [c for c in claims if any(score.overlap(s, span) for s in c["content"])] + on(span)
    rule("x10", bad, tell(bad))
    source = entities_at(of("src1"))
    for key in ("x11", "x12"):
        both = entities_at([trap[key]["span"]]) & source
        rule(key, both, called(both))
    both = entities_at([trap["x13"]["span"]]) & entities_at(of("assad"))
    rule("x13", both, called(both))
    both = entities_at([trap["x14"]["span"]]) & entities_at(of("syr_factions"))
    rule("x14", both, called(both))
    crossing = []
    for d in documents:
        ids = {c["id"] for c in d["claims"]}
        for c in d["claims"]:
            spans = c["content"] + [s for s in (c.get("cue"), (c.get("source") or {}).get("span"), (c.get("addressee") or {}).get("span")) if s]
            if any(score.overlap(s, d["span"]) < s["end"] - s["start"] for s in spans) or c.get("parent") and c["parent"] not in ids:
                crossing.append(c)
        heading = trap["x15"]["span"]
        crossing += [m for m in d["mentions"] if score.overlap(m["span"], heading)]
    first = {m["entity"] for m in documents[0]["mentions"] if not m.get("name", True)} if documents else set()
    later = {m["entity"] for d in documents[1:] for m in d["mentions"] if not m.get("name", True)}
    merged = (first & later) - {None}  # roles and groups described mean somebody else in another article
    rule("x15", crossing or merged or len(documents) < 2, tell(crossing) + called(merged))
    span = trap["x16"]["span"]
    half = (span["end"] - span["start"]) / 2
    bad = []
    for c in claims:
        scopes = [h.get("scope") for h in c["hedges"] if h.get("scope")]
        if any(score.overlap(s, span) > half for s in scopes) or c["commitment"] == "hedged" and sum(score.overlap(s, span) for s in c["content"]) > half:
            bad.append(c)
    rule("x16", bad, tell(bad))
    bad = [e for e in on(trap["x17"]["span"]) if e["status"] == "asserted"]
    rule("x17", bad, tell(bad))
    call = [t for e in gold["events"] if e["id"] in ("e20", "e21", "e22") for t in e["triggers"] if t["start"] > trap["x18"]["span"]["start"]]
    bad = [e for t in call for e in on(t) if e["status"] == "asserted"]
    bad += [c for c in claims if c.get("cue") and score.overlap(c["cue"], trap["x18"]["span"]) and c["commitment"] == "endorse"]
    rule("x18", bad, tell(bad))
    both = entities_at([trap["x19"]["span"]]) & entities_at(of("syr_factions"))
    rule("x19", both, called(both))
    factions = entities_at(of("irq_factions"))
    phone = [e for g in gold["events"] if g["id"] == "e20" for t in g["triggers"] for e in on(t, ("CONSULT",))]
    bad = [e for e in phone if any(r.get("entity") in factions for r in e["recipients"])]
    rule("x20", bad, tell(bad))
    return out
