"""The layers: each reads its pages, compares with its gold, and gives rows for the table and errors to show."""

import collections
import hashlib
import json
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import errors
import feeds as feedtests
import gold
import gsr
import match
import reader
import score
import seed
import words
from errors import Error

ROOT = reader.ROOT


class Row:
    """One line of the table. `value` is what floors are set on: F1, or the share of right answers, or a count."""

    def __init__(self, metric, value, n, p=None, r=None, lower_is_better=False, note="", group="", label=""):
        self.metric, self.value, self.n, self.p, self.r = metric, value, n, p, r
        self.lower_is_better, self.note, self.group = lower_is_better, note, group
        self.label = label or metric
        self.hollow = n == 0  # measured on nothing: no floor is set on it

    @property
    def conditional(self):
        """True for what is asked only of things found: a better recall may lower it, so its floor leaves some play."""
        return self.group in ("claims", "events") and self.p is None or self.metric.startswith("entities B3")

    @property
    def key(self):
        name = (self.group + " " if self.group else "") + self.metric
        return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def share(metric, right, asked, note="", group=""):
    return Row(metric, right / asked if asked else 0.0, asked, note=note or f"{right}/{asked}", group=group)


def prf(metric, found, ours, gold, group=""):
    p, r = found / ours if ours else 0.0, found / gold if gold else 0.0
    return Row(metric, 2 * p * r / (p + r) if p + r else 0.0, gold, p, r, note=f"{found} right, {ours} ours, {gold} gold", group=group)


class Layer:
    """The result of one layer."""

    def __init__(self, name, corpus):
        self.name, self.corpus = name, [Path(p) for p in corpus]
        self.rows, self.errors, self.skipped = [], [], None

    def skip(self, why):
        self.skipped = why
        return self


RENAMED = {  # score.py's labels, for the table
    "claims whole (cue+source+content)": "claims whole",
    "entities, B3 precision x1000": "entities B3 precision",
    "entities, B3 recall x1000": "entities B3 recall",
    "traps avoided (of those a program can check)": "traps avoided",
    "FALSE ASSERTIONS": "false assertions",
}


DIRECT = "direct quotations"
OF_CLAIMS = (DIRECT, "cue", "source span", "source kind", "anonymous", "polarity", "act", "certainty", "commitment", "quotation", "chain length", "parent",
             "content word for word")
OF_EVENTS = ("status", "actor")
ORDER = ("mentions, exact", "mentions, half overlap", "entities B3 precision", "entities B3 recall", "claims found", "claims whole", *OF_CLAIMS,
         "events (trigger+type)", *OF_EVENTS, "false assertions", "traps avoided")


def rows_of(tally):
    """score.py's tally as rows; what is asked of the claims or events found is grouped with them."""
    rows = []
    for key in dict.fromkeys(k for k, _ in tally.count):
        c = {f: tally.count[key, f] for f in ("right", "asked", "found", "reading", "gold")}
        label = RENAMED.get(key, key.strip())
        group = "claims" if label in OF_CLAIMS else "events" if label in OF_EVENTS else ""
        if key == "FALSE ASSERTIONS":
            rows.append(Row(label, c["right"], c["asked"], lower_is_better=True, note=f"of {c['asked']} asserted events that the gold knows"))
        elif c["reading"] or c["gold"]:
            rows.append(prf(label, c["found"], c["reading"], c["gold"], group))
        elif c["asked"]:
            n, right = c["asked"], c["right"]
            if "B3" in label:
                rows.append(Row(label, right / n, n // 1000, note=f"over {n // 1000} matched mentions"))
            else:
                rows.append(share(label, right, n, group=group))
    return rows


def scored(layer, pairs):
    """Scores pages: pairs of (name, gold in the flat form, reading); fills rows and errors."""
    tally = score.Tally()
    kinds, lengths = [0, 0], [0, 0]
    direct = collections.Counter()
    for name, gold, reading in pairs:
        got = match.as_got(reading)
        score.score(gold, got, tally)
        layer.errors += errors.of_page(name, reading["text"], gold, got)
        ours, matched = match.claims(gold, got)
        if any("quotation" in c for c in gold["claims"]):
            is_direct = lambda c: c.get("quotation") == "direct"
            spare = {j for i, j in matched.items() if not match.asked(gold["claims"][i])}
            direct["gold"] += sum(is_direct(c) for c in gold["claims"] if match.asked(c))
            direct["ours"] += sum(is_direct(c) for j, c in enumerate(ours) if j not in spare)
            direct["found"] += sum(is_direct(gold["claims"][i]) and is_direct(ours[j]) for i, j in matched.items() if j not in spare)
        for i, j in matched.items():
            if match.asked(gold["claims"][i]):
                kind = gold["claims"][i].get("kind")
                if kind:
                    kinds[0] += ours[j].get("kind") == kind
                    kinds[1] += 1
                # Word for word: what a quotation needs.
                lengths[0] += score.spans_jaccard(gold["claims"][i]["content"], ours[j]["content"]) > 0.999
                lengths[1] += 1
    rows = rows_of(tally)
    rows += [prf(DIRECT, direct["found"], direct["ours"], direct["gold"], "claims")] if direct["gold"] else []
    rows += [share("source kind", *kinds, group="claims")] if kinds[1] else []
    rows += [share("content word for word", *lengths, group="claims")] if lengths[1] else []
    documents = [d for _, _, reading in pairs for d in reading["documents"]]
    if not any(m.get("entity") for d in documents for m in d["mentions"]):
        rows = [row for row in rows if "B3" not in row.metric]  # nothing was put together: nothing to judge
    for row in rows:
        if row.metric == "traps avoided":
            row.hollow = not any(d["events"] for d in documents)
    layer.rows += sorted(rows, key=lambda row: ORDER.index(row.metric))


def missing_pages(layer, failed, asked):
    for path, why in failed:
        layer.errors.append(Error("page", Path(path).name, 0, "could not be read: " + why))
    layer.rows.insert(0, Row("pages that failed", len(failed), asked, lower_is_better=True))


def text_differs(reading, path, layer):
    """Plain text must come back exactly as decoded, or no span means anything."""
    if reading["text"] == Path(path).read_bytes().decode("utf8"):
        return False
    layer.errors.append(Error("page", Path(path).name, 0, "the reading's text is not the file's"))
    return True


EMPTY = {"text": "", "documents": [], "entities": [], "page": {}}


def flat(name, directory_of_gold, directory_of_text, binary, suffix=".txt"):
    """A layer of plain pages with gold in the flat form."""
    golds = sorted(directory_of_gold.glob("*.json"))
    texts = [directory_of_text / (g.stem + suffix) for g in golds]
    layer = Layer(name, golds + texts)
    readings, failed = reader.read_pages(binary, texts)
    missing_pages(layer, failed, len(texts))
    pairs, differs = [], 0
    for gold_path, path in zip(golds, texts):
        gold = score.load_gold(gold_path)
        text = path.read_bytes()
        if hashlib.sha256(text).hexdigest() != gold["text_sha256"]:
            raise reader.Trouble(f"{gold_path} was made for another {path.name}: text_sha256 differs; annotate again")
        reading = readings.get(str(path), dict(EMPTY, text=text.decode("utf8")))
        differs += text_differs(reading, path, layer)
        pairs.append((gold_path.stem, gold, reading))
    layer.rows.insert(1, Row("pages whose text changed", differs, len(pairs), lower_is_better=True))
    scored(layer, pairs)
    return layer


def samples(binary, shared):
    return flat("samples", ROOT / "samples/gold", ROOT / "samples", binary)


def claims_gold(binary, shared):
    base = shared / "data/claims_gold"
    if not base.is_dir():
        return Layer("claims_gold", []).skip(f"no {base}")
    return flat("claims_gold", base / "gold", base / "articles", binary)


def news_gold(binary, shared, split):
    """The articles of data/news_plain that we annotated ourselves, one half of them looked at while rules were written."""
    golds = [g for g in sorted(gold.FOLDER.glob("*.json")) if json.loads(g.read_text(encoding="utf8"))["split"] == split]
    layer = Layer(f"news_gold_{split}", golds)
    plain_folder = shared / gold.PLAIN
    if not plain_folder.is_dir():
        return layer.skip(f"no {plain_folder}")
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        marks = Path(folder) / "gold"
        texts.mkdir()
        marks.mkdir()
        for path in golds:
            (texts / f"{path.stem}.txt").write_text(gold.text_of(plain_folder / f"{path.stem}.txt"), encoding="utf8")
            (marks / path.name).write_bytes(path.read_bytes())
        found = flat(layer.name, marks, texts, binary)
    found.corpus = golds
    return found


def news_gold_dev(binary, shared):
    return news_gold(binary, shared, "dev")


def news_gold_blind(binary, shared):
    return news_gold(binary, shared, "blind")


def seed_layers(binary, shared):
    """The seed page: what score.py measures, the structure, and all twenty traps."""
    base = shared / "seed"
    if not base.is_dir():
        return [Layer(n, []).skip(f"no {base}") for n in ("seed", "seed_page", "seed_traps")]
    corpus = [base / "gold.json", base / "page.txt"]
    whole, page, traps = (Layer(n, corpus) for n in ("seed", "seed_page", "seed_traps"))
    readings, failed = reader.read_pages(binary, [base / "page.txt"])
    reading = readings.get(str(base / "page.txt"), dict(EMPTY, text=(base / "page.txt").read_text(encoding="utf8")))
    gold = json.loads((base / "gold.json").read_text(encoding="utf8"))
    missing_pages(whole, failed, 1)
    whole.rows.insert(1, Row("pages whose text changed", int(text_differs(reading, base / "page.txt", whole)), 1, lower_is_better=True))
    scored(whole, [("seed", score.load_gold(base / "gold.json"), reading)])
    for layer, checks in ((page, seed.structure(gold, reading)), (traps, seed.traps(gold, reading))):
        for group, found in checks.items():
            layer.rows.append(share(group, sum(ok for _, ok, _, _ in found), len(found)))
            if layer is traps:
                layer.rows[-1].label = f"{group} must not {found[0][0]}"
            for label, ok, detail, span in found:
                if not ok:
                    marks = [("cue", span)] if span else None
                    layer.errors.append(Error("check", "seed", span["start"] if span else 0, f"{group}: {label}", reading["text"], marks, None, [detail]))
    traps.rows.append(share("all traps", sum(ok for f in seed.traps(gold, reading).values() for _, ok, _, _ in f),
                            sum(len(f) for f in seed.traps(gold, reading).values())))
    return [whole, page, traps]


# Pages: the extractor

INVISIBLE = re.compile("[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text):
    """Text for comparison: compatibility forms, bidi controls and tatweel aside, white space as one blank."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).split())


def tokens(text):
    return re.findall(r"\w+|[^\w\s]", plain(text))


def token_f1(ours, gold):
    a, b = collections.Counter(tokens(ours)), collections.Counter(tokens(gold))
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def span_text(span):
    return (span or {}).get("text") or ""


# The kinds of parts that are an article's text.
BODY = ("paragraph", "subheading", "list-item", "quote", "table-row")


def main_document(reading):
    """The document with the most text in its paragraphs: what a reader came for."""
    weight = lambda d: sum(len(span_text(p["span"])) for p in d["parts"] if p["kind"] in BODY)
    return max(reading["documents"], key=weight, default=None)


def page_answers(gold, reading):
    """Our answers against one page's gold: {metric: (value in 0..1 or None where not asked, detail)}."""
    document = main_document(reading)
    if document is None:
        empty = {m: (0.0, "no document") for m in ("title exact", "date", "body token F1", "paragraphs exact F1", "outlet", "outlet to the letter", "one document")}
        return empty | {m: (0.0, "no document") for m, asked in (("author", gold["author"]), ("dateline", gold["dateline"]), ("agency", gold["agency"])) if asked}
    out = {}
    bare = lambda x: re.sub(r"\W+", " ", plain(x)).strip().casefold()
    title = span_text(document.get("title"))
    out["title exact"] = (float(plain(title) == plain(gold["title"])), f"{title!r}, not {gold['title']!r}")
    optional = {plain(o) for o in gold["optional"]}
    # The dateline may stand inside the first paragraph of the gold, and as a part of its own with us.
    ours = [plain(span_text(p["span"])) for p in document["parts"] if p["kind"] in BODY]
    ours = [p for p in ours if p and p not in optional]
    body = [plain(p) for p in gold["body"]]
    if gold["dateline"]:
        lead = plain(gold["dateline"])
        body = [p[len(lead):].strip() if p.startswith(lead) else p for p in body]
        ours = [p[len(lead):].strip() if p.startswith(lead) else p for p in ours]
    f1 = token_f1(" ".join(ours), " ".join(body))
    extra = [p for p in ours if p not in body]
    lacking = [p for p in body if p not in ours]
    brief = lambda ps: "; ".join(p[:70] for p in ps[:6]) or "-"
    out["body token F1"] = (f1, f"not in the gold: {brief(extra)} | missing: {brief(lacking)}")
    same = sum((collections.Counter(ours) & collections.Counter(body)).values())
    out["paragraphs exact F1"] = (2 * same / (len(ours) + len(body)) if ours or body else 0.0, out["body token F1"][1])
    dates = [p["value"][:10] for p in document.get("published", [])]
    out["date"] = (float(gold["date"] in dates[:1]), f"{dates}, not {gold['date']}")
    authors = [span_text(b) for b in document.get("byline", [])]
    right = sorted(map(bare, authors)) == sorted(map(bare, gold["author"]))
    out["author" if gold["author"] else "no author invented"] = (float(right), f"{authors}, not {gold['author']}")
    outlet = (document.get("outlet") or {}).get("name")
    same = bare(outlet) == bare(gold["outlet"])
    a, b = set(bare(outlet).split()), set(bare(gold["outlet"]).split())
    out["outlet"] = (float(bool(a and b) and (a <= b or b <= a)), f"{outlet!r}, not {gold['outlet']!r}")
    out["outlet to the letter"] = (float(same), out["outlet"][1])
    if gold["dateline"]:
        got = span_text((document.get("dateline") or {}).get("span"))
        out["dateline"] = (float(bare(got) == bare(gold["dateline"])), f"{got!r}, not {gold['dateline']!r}")
    if gold["agency"]:
        agencies = [c.get("name") or span_text(c.get("span")) for c in document.get("credits", []) if c["kind"] == "agency"]
        out["agency"] = (float(bare(gold["agency"]) in map(bare, agencies)), f"{agencies}, not {gold['agency']!r}")
    out["one document"] = (float(len(reading["documents"]) == 1), f"{len(reading['documents'])} documents")
    return out


PAGE_METRICS = ("title exact", "body token F1", "paragraphs exact F1", "date", "author", "no author invented", "outlet", "outlet to the letter", "dateline", "agency", "one document")


def pages(binary, shared):
    base = shared / "data/pages"
    layer = Layer("pages", [])
    if not base.is_dir():
        return layer.skip(f"no {base}")
    gold = json.loads((base / "gold.json").read_text(encoding="utf8"))
    paths = {name: base / g["file"] for name, g in gold.items()}
    layer.corpus = [base / "gold.json", *paths.values()]
    readings, failed = reader.read_pages(binary, paths.values())
    missing_pages(layer, failed, len(paths))
    sums = collections.defaultdict(list)
    for name, path in paths.items():
        for metric, (value, detail) in page_answers(gold[name], readings.get(str(path), EMPTY)).items():
            sums[metric].append(value)
            if value < 0.995:
                layer.errors.append(Error("page", name, 0, f"{metric} {value:.3f}", notes=[detail], key=metric))
    for metric in PAGE_METRICS:
        if metric in sums:
            layer.rows.append(Row(metric, sum(sums[metric]) / len(sums[metric]), len(sums[metric])))
    return layer


def plain_words(text):
    return re.findall(r"\w+", plain(text).casefold())


def bare_words(text):
    return " ".join(plain_words(text))


def same_person(a, b):
    """The same names in another order, initials aside: `Last, First M` is `First Last`."""
    words = [{word for word in name.split() if len(word) > 1} for name in (a, b)]
    return len(words[0]) > 1 and words[0] == words[1]


def wcxb(binary, shared):
    """300 English articles of the web content extraction benchmark: text, title, date, writers."""
    base = shared / "data/wcxb"
    layer = Layer("wcxb", [])
    if not base.is_dir():
        return layer.skip(f"no {base}")
    golds = sorted((base / "ground-truth").glob("*.json"))
    pages = [base / "html" / (g.stem + ".html.gz") for g in golds]
    layer.corpus = [*golds, *pages]
    readings, failed = reader.read_pages(binary, pages)
    missing_pages(layer, failed, len(pages))
    f1s, titles, dates, wrong, asked_dates = [], 0, 0, 0, 0
    signed, invented, asked_names = 0, 0, 0
    for gold_path, path in zip(golds, pages):
        gold = json.loads(gold_path.read_text(encoding="utf8"))["ground_truth"]
        document = main_document(readings.get(str(path), EMPTY)) or {}
        parts = document.get("parts", [])
        ours = collections.Counter(plain_words(" ".join(span_text(p["span"]) for p in parts if p["kind"] in BODY)))
        body = collections.Counter(plain_words(gold.get("main_content") or ""))
        both = (ours & body).total()
        f1s.append(2 * both / (ours.total() + body.total()) if both else 0.0)
        miss = lambda metric, got, asked: layer.errors.append(Error("page", gold_path.stem, 0, metric, notes=[f"{got!r}, not {asked!r}"], key=metric))
        if f1s[-1] < 0.8:
            miss("word F1", round(f1s[-1], 3), 1.0)
        title = span_text(document.get("title"))
        titles += bare_words(title) == bare_words(gold.get("title"))
        if bare_words(title) != bare_words(gold.get("title")):
            miss("title", title, gold.get("title"))
        date = (document.get("published") or [{}])[0].get("value")
        if gold.get("publish_date"):
            asked_dates += 1
            right = (date or "")[:10] == gold["publish_date"]
            dates += right
            wrong += bool(date) and not right
            if not right:
                miss("date", date, gold["publish_date"])
        names = [bare_words(span_text(b)) for b in document.get("byline", [])]
        author = bare_words(gold["author"]) if gold.get("author") else None
        asked_names += bool(author)
        signed += bool(author) and any(author in n or same_person(author, n) for n in names)
        false = [n for n in names if not author or not (author in n or n in author or same_person(author, n))]
        invented += len(false)
        if false:
            miss("writer invented", false, author)
    n = len(pages)
    layer.rows += [Row("word F1", sum(f1s) / n, n), share("title", titles, n), share("date", dates, asked_dates),
                   Row("dates wrong", wrong, asked_dates, lower_is_better=True), share("writer", signed, asked_names),
                   Row("writers invented", invented, asked_names, lower_is_better=True)]
    return layer


def pages_variants(binary, shared):
    base = shared / "data/pages"
    layer = Layer("pages_variants", [])
    if not base.is_dir():
        return layer.skip(f"no {base}")
    gold = json.loads((base / "gold.json").read_text(encoding="utf8"))
    files = sorted((base / "variants").glob("*/*.html"))
    layer.corpus = [base / "gold.json", *files]
    readings, failed = reader.read_pages(binary, files)
    missing_pages(layer, failed, len(files))
    sums = collections.defaultdict(lambda: collections.defaultdict(list))
    for path in files:
        variant = path.parent.name
        for metric, (value, detail) in page_answers(gold[path.stem], readings.get(str(path), EMPTY)).items():
            if metric in ("title exact", "body token F1", "date"):
                sums[variant][metric].append(value)
                if value < 0.995:
                    layer.errors.append(Error("page", f"{variant}/{path.stem}", 0, f"{metric} {value:.3f}", notes=[detail], key=f"{variant}: {metric}"))
    for variant, by_metric in sums.items():
        for metric, values in by_metric.items():
            layer.rows.append(Row(metric, sum(values) / len(values), len(values), group=variant))
    return layer


# Dates

def dates(binary_of_dates, shared):
    path = shared / "data/dates/news_date_lines.json"
    layer = Layer("dates", [path])
    if not path.is_file():
        return layer.skip(f"no {path}")
    lines = json.loads(path.read_text(encoding="utf8"))
    answers = reader.dates(binary_of_dates, [{"text": line["text"]} for line in lines])
    kinds = collections.defaultdict(list)
    for line, answer in zip(lines, answers):
        value = (answer.get("value") or "")[:10]
        kinds[line["kind"]].append(value == line["date"])
        if value != line["date"]:
            layer.errors.append(Error("date", line["kind"], 0, f"{line['text']!r}: {value or 'none'}, not {line['date']}",
                                      notes=[json.dumps(answer, ensure_ascii=False)], key=line["kind"]))
    everything = [ok for oks in kinds.values() for ok in oks]
    layer.rows.append(share("date lines", sum(everything), len(everything)))
    for kind, oks in kinds.items():
        layer.rows.append(share(kind, sum(oks), len(oks), group="of them"))
    return layer


# Dates of two other projects' test suites: sentences said on a given day, each with the day that is meant.

STYLES = (("plan", "as a message"), ("report", "as news"))


def _said_on(binary_of_dates, path, name, questions):
    """A layer of `questions`: [(text, day of writing, [right days])], asked in both styles."""
    layer = Layer(name, [path])
    for style, label in STYLES:
        answers = reader.dates(binary_of_dates, [{"text": text, "anchor": day, "style": style} for text, day, _ in questions])
        oks = []
        for (text, day, right), answer in zip(questions, answers):
            value = (answer.get("value") or "")[:10]
            oks.append(value in right)
            if not oks[-1]:
                layer.errors.append(Error("date", style, 0, f"{text!r} on {day}: {value or 'none'}, not {' or '.join(right)}",
                                          notes=[json.dumps(answer, ensure_ascii=False)], key=style))
        layer.rows.append(share(label, sum(oks), len(oks)))
    return layer


def dates_recognizers(binary_of_dates, shared):
    path = shared / "data/dates/recognizers_ar_date.json"
    if not path.is_file():
        return Layer("dates_recognizers", [path]).skip(f"no {path}")
    items = json.loads(path.read_text(encoding="utf8"))
    return _said_on(binary_of_dates, path, "dates_recognizers", [(item["input"], item["ref"][:10], item["dates"]) for item in items])


def dates_duckling(binary_of_dates, shared):
    """Of Duckling's expressions those whose grain is a day."""
    path = shared / "data/dates/duckling_ar_time.json"
    if not path.is_file():
        return Layer("dates_duckling", [path]).skip(f"no {path}")
    items = json.loads(path.read_text(encoding="utf8"))
    return _said_on(binary_of_dates, path, "dates_duckling",
                    [(item["text"], item["ref"][:10], [item["date"]]) for item in items if item["grain"] == "day"])


# Feeds: what feedparser's tests say of theirs

def feeds(program, shared):
    base = shared / "data/feeds/feedparser"
    layer = Layer("feeds", [])
    if not base.is_dir():
        return layer.skip(f"no {base}")
    # The commit of the tests stands for their 1850 files.
    layer.corpus = [base / "SOURCE.txt", ROOT / "eval/feeds.py"]
    held, told, failures = feedtests.measure(program, base)
    for suite, (spoke, files) in told.items():
        layer.rows.append(share("items or a notice", spoke, files, group=suite))
    for (suite, what), (right, asked) in sorted(held.items()):
        layer.rows.append(share(what, right, asked, group=suite))
    for path, what, text in failures:
        layer.errors.append(Error(f"feed:{what}", path.relative_to(base).as_posix(), 0, text, key=what))
    return layer


# Attribution: verbs of saying read off a treebank. Recall alone: the silver marks one clause pattern and no others.


def attribution(binary, shared):
    path = shared / "data/attribution/padt-dev.jsonl"
    layer = Layer("attribution", [path])
    if not path.is_file():
        return layer.skip(f"no {path}")
    items = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line]
    readings, failed = reader.read_sentences(binary, (item["text"] for item in items))
    missing_pages(layer, failed, len({item["text"] for item in items}))
    count = collections.Counter()
    moved = lambda span: dict(start=span["start"] + len(reader.FRAME), end=span["end"] + len(reader.FRAME)) if span else None
    for item in items:
        reading = readings.get(item["text"], dict(EMPTY, text=reader.FRAME + item["text"]))
        cue, source, content = moved(item["cue"]), moved(item["source"]), moved(item["content"])
        said = [c for c in match.as_got(reading)["claims"] if not c["narration"]]
        at = [c for c in said if score.overlap(cue, c.get("cue"))]
        best = max(at, key=lambda c: score.spans_jaccard([content], c["content"]), default=None)
        count["cue"] += bool(at)
        count["claim"] += bool(best and score.spans_jaccard([content], best["content"]) >= 0.5)
        right_source = bool(best and best["source"] and score.jaccard(source, best["source"]) >= 0.5) if source else None
        if source:
            count["sources"] += 1
            count["source"] += right_source
        gold_marks = [("cue", cue), ("content", content)] + ([("source", source)] if source else [])
        if not at:
            layer.errors.append(Error("attribution:cue", item["id"], cue["start"], item["cue"]["lemma"], reading["text"], gold_marks, None, (), item["cue"]["text"]))
        elif score.spans_jaccard([content], best["content"]) < 0.5:
            layer.errors.append(Error("attribution:content", item["id"], cue["start"], item["cue"]["lemma"], reading["text"], gold_marks,
                                      errors._marks_of_claim(best), ["ours by " + best["why"]], best["why"]))
        elif right_source is False:
            layer.errors.append(Error("attribution:source", item["id"], cue["start"], item["cue"]["lemma"], reading["text"], gold_marks,
                                      errors._marks_of_claim(best), ["ours by " + best["why"]], best["why"]))
    layer.rows += [share("cue recall", count["cue"], len(items)), share("cue and content recall", count["claim"], len(items)),
                   share("source recall", count["source"], count["sources"])]
    return layer


def event_gsr(binary, shared):
    return gsr.layer(binary, shared, Layer, prf, missing_pages)


# Words: what `khabar words` says of articles that were annotated before any output was seen.


def words_news(binary, shared):
    layer = Layer("words_news", [words.HERE / "news.tsv"])
    return words.news(binary, shared, layer, share)


def words_pud(shared):
    layer = Layer("words_pud", [shared / "data/arabic/ud_pud/ar_pud-ud-test.conllu"])
    return words.pud(shared, layer, Row)


# The tagger of names by itself, under the guidelines of two corpora.


def tagged(layer, command, title):
    """Fills `layer` with what `train_names COMMAND` prints in its line `title`."""
    corpora = layer.corpus[0].parents[1]
    if not layer.corpus[0].is_file():
        return layer.skip(f"no {layer.corpus[0]}")
    program = reader.build("-p", "khabar-news", "--example", "train_names")
    done = subprocess.run([program, command, str(corpora)], stdout=subprocess.PIPE, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith(title + ":"))
    for kind, found, ours, gold in re.findall(r"(\w+) [0-9.]+ \(P [0-9.]+ R [0-9.]+; (\d+) of (\d+), (\d+)\)", line):
        layer.rows.append(prf(f"names, {kind}", int(found), int(ours), int(gold)))
    return layer


def anercorp(shared):
    return tagged(Layer("anercorp", [shared / "data/arabic/anercorp/train.conll"]), "folds", "by article")


def aqmar(shared):
    return tagged(Layer("aqmar", [shared / "data/arabic/aqmar/edchengg_dev.txt"]), "measure", "dev")
