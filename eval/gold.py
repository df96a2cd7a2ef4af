#!/usr/bin/env python3
"""The articles of data/news_plain that we annotated: stand-off gold, without their text.

A gold file under eval/gold/ names its article and the digest of the text that it was made over, and gives spans as code
points of that text: the title, the day of publication, the body, each on lines of its own.

usage: gold.py text ARTICLE                  the text that the spans count in
       gold.py compile DRAFT [DRAFT ...]     drafts (GUIDELINES.md of data/claims_gold: spans as {"text", "n"}) into gold files
       gold.py check                         every gold file against its article
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "gold"
PLAIN = "data/news_plain"
KINDS = ("named", "role", "anonymous-person", "anonymous-group", "document", "outlet", "agency", "impersonal")
UNNAMED = ("anonymous-person", "anonymous-group")


def text_of(path):
    """The article as it is read: title, day, body."""
    raw = Path(path).read_text(encoding="utf8")
    field = lambda name: (re.search(rf"<{name}>(.*?)</{name}>", raw, re.S) or [None, ""])[1].strip()
    body = "\n".join(line.strip() for line in field("TEXT").splitlines() if line.strip())
    year, month, day = field("TIME")[:10].split("-")
    return f"{field('TITLE')}\n{day}/{month}/{year}\n\n{body}\n"


def digest(text):
    return hashlib.sha256(text.encode("utf8")).hexdigest()


def resolve(span, text, where):
    """{"text", "n"}: the n-th occurrence, as code points."""
    if span is None:
        return None
    at = -1
    for _ in range(span.get("n", 1)):
        at = text.find(span["text"], at + 1)
        if at < 0:
            raise ValueError(f"{where}: occurrence {span.get('n', 1)} of `{span['text']}` is not in the text")
    return dict(start=at, end=at + len(span["text"]))


def compile_draft(path, shared):
    """The gold of a draft; a fault names the draft and the place in it."""
    draft = json.loads(Path(path).read_text(encoding="utf8"))
    name = draft["article"]
    text = text_of(shared / PLAIN / (name + ".txt"))
    labels = {}  # who is meant, by number: no words of the article go into the gold
    label = lambda who: labels.setdefault(who, f"x{len(labels) + 1}")
    mentions = [dict(resolve(m["span"], text, f"{name} mention {i}"), kind=m["type"], entity=label(m["canonical"]), optional=bool(m.get("optional")))
                for i, m in enumerate(draft["mentions"], 1)]
    claims = []
    for c in draft["claims"]:
        at = f"{name} {c['id']}"
        if c["source_kind"] not in KINDS:
            raise ValueError(f"{at}: no kind `{c['source_kind']}`")
        claims.append(dict(
            id=c["id"], cue=resolve(c.get("cue"), text, at), source=resolve(c.get("source"), text, at), kind=c["source_kind"],
            anonymous=c["source_kind"] in UNNAMED, content=[resolve(s, text, at) for s in c["content"]], quotation=c["quotation"], act=c["act"],
            polarity=c["polarity"], certainty=c["source_certainty"], commitment=c["commitment"], parent=c.get("parent"), optional=bool(c.get("optional"))))
    events = []
    for e in draft["events"]:
        at = f"{name} {e['id']}"
        events.append(dict(
            id=e["id"], types=sorted({e["type"], *e.get("accept", [])}), triggers=[resolve(e["trigger"], text, at)],
            actors=[label(who) for who in e.get("actors", [])], actor_spans=[resolve(s, text, at) for s in e.get("actor_spans", [])], status=e["status"],
            optional=bool(e.get("optional"))))
    traps = [dict(rule="", **resolve(t["span"], text, f"{name} trap")) for t in draft.get("must_not", [])]
    return name, dict(article=name, text_sha256=digest(text), split=draft["split"], names_only=True, mentions=mentions, claims=claims, events=events, traps=traps)


def main():
    shared = HERE / "../../shared"
    args = sys.argv[1:]
    if args[:1] == ["--shared"]:
        shared, args = Path(args[1]), args[2:]
    match args:
        case ["text", name]:
            sys.stdout.write(text_of(shared / PLAIN / (name + ".txt")))
        case ["compile", *drafts] if drafts:
            FOLDER.mkdir(exist_ok=True)
            for draft in drafts:
                name, gold = compile_draft(draft, shared)
                (FOLDER / (name + ".json")).write_text(json.dumps(gold, ensure_ascii=False, indent=0) + "\n", encoding="utf8")
                print(f"{name}: {len(gold['mentions'])} mentions, {len(gold['claims'])} claims, {len(gold['events'])} events")
        case ["check"]:
            for path in sorted(FOLDER.glob("*.json")):
                gold = json.loads(path.read_text(encoding="utf8"))
                text = text_of(shared / PLAIN / (gold["article"] + ".txt"))
                if digest(text) != gold["text_sha256"]:
                    sys.exit(f"{path.name}: made over another text of {gold['article']}")
            print("every gold file fits its article")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main()
    except (ValueError, KeyError) as fault:
        sys.exit(f"gold.py: {fault!r}" if isinstance(fault, KeyError) else f"gold.py: {fault}")
