#!/usr/bin/env python3
"""Extraction of articles beside other extractors, in one run on one machine.

usage: pages.py [--shared ../shared] [--no-speed] [--errors N] [--corpus NAME]
Installs trafilatura and resiliparse into a virtual environment under eval/out, builds dom_smoothie (eval/peers/dom_smoothie) and
our `extract` example, lets all of them read the same bytes, and prints one table. One process each on one core, the best of
three rounds. A peer that cannot be installed is left out, and the run says so.
Word F1 is over bags of words of the body, a mean a page; a page without text counts 0. `leaked` counts lines of a second
article of the page in the text that is given for the first; those pages, in the form of the one the project was born from, are
made from plain text in three kinds of mark-up.
"""

import argparse
import collections
import gzip
import html
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "eval/out/peers"
PEERS = ["trafilatura>=2,<3", "lxml_html_clean", "resiliparse"]
# Pages of samples, and the lines of the bodies of their articles, counted from 1.
TWO_ARTICLES = [("aggregator-two-articles.txt", (range(4, 10), range(17, 21)))]
INVISIBLE = re.compile("[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text):
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).split())


def words(text):
    return re.findall(r"\w+", plain(text).lower())


def f1(ours, gold):
    a, b = collections.Counter(ours), collections.Counter(gold)
    both = sum((a & b).values())
    return 2 * both / (sum(a.values()) + sum(b.values())) if both else 0.0


def bare(text):
    return " ".join(re.findall(r"\w+", plain(text).casefold()))


def corpora(shared):
    """{name: {file: gold}}; gold has body, optional, title, authors, date."""
    out = {"two-articles": two_articles(shared)}
    base = shared / "data/pages"
    if base.is_dir():
        gold = json.loads((base / "gold.json").read_text(encoding="utf8"))
        of = lambda g: {"body": "\n".join(g["body"]), "optional": g["optional"], "title": g["title"], "authors": g["author"], "date": g["date"]}
        out["pages"] = {str(base / g["file"]): of(g) for g in gold.values()}
        for folder in sorted((base / "variants").iterdir()):
            out["variants/" + folder.name] = {str(p): of(gold[p.stem]) for p in sorted(folder.glob("*.html"))}
    base = shared / "data/wcxb"
    if base.is_dir():
        flat = OUT / "wcxb"
        flat.mkdir(parents=True, exist_ok=True)
        out["wcxb"] = {}
        for path in sorted((base / "html").glob("*.html.gz")):
            copy = flat / path.name.removesuffix(".gz")
            if not copy.exists():
                copy.write_bytes(gzip.decompress(path.read_bytes()))
            g = json.loads((base / "ground-truth" / (path.name.split(".")[0] + ".json")).read_text(encoding="utf8"))["ground_truth"]
            out["wcxb"][str(copy)] = {"body": g.get("main_content") or "", "optional": [], "title": g.get("title"), "authors": [g["author"]] if g.get("author") else [], "date": g.get("publish_date")}
    return out


def two_articles(shared):
    """Pages with a second whole article behind `read also`, as paragraphs, as lines with breaks, and in a table."""
    pages = []
    for name, bodies in TWO_ARTICLES:
        lines = (ROOT / "samples" / name).read_text(encoding="utf8").splitlines()
        pages.append((name.removesuffix(".txt"), lines, [[lines[i - 1] for i in body] for body in bodies]))
    seed = shared / "seed/gold.json"
    if seed.is_file():
        text = (shared / "seed/page.txt").read_text(encoding="utf8")
        articles = json.loads(seed.read_text(encoding="utf8"))["articles"]
        pages.append(("seed", text.splitlines(), [[text[b["start"] : b["end"]] for b in a["body"]] for a in articles]))
    folder = OUT / "two-articles"
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, lines, bodies in pages:
        lines = [html.escape(line) for line in lines if line.strip()]
        head = f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{lines[0]}</title></head><body>'
        rest = lines[1:]
        styles = {
            "p": f'{head}<div class="content"><h1>{lines[0]}</h1>' + "".join(f"<p>{line}</p>" for line in rest) + "</div></body></html>",
            "br": f"{head}<h1>{lines[0]}</h1><div>" + "<br>".join(rest) + "</div></body></html>",
            "table": f"{head}<table><tr><td><h1>{lines[0]}</h1></td></tr><tr><td>" + "<br><br>".join(rest) + "</td></tr></table></body></html>",
        }
        for style, page in styles.items():
            file = folder / f"{name}-{style}.html"
            file.write_text(page, encoding="utf8")
            out[str(file)] = {"body": "\n".join(bodies[0]), "others": [line for body in bodies[1:] for line in body], "optional": [],
                              "title": html.unescape(lines[0]), "authors": [], "date": None}
    return out


def leaked(answer, gold):
    """How many lines of the page's further articles stand in the answer."""
    text = " ".join(answer["body"]) if isinstance(answer["body"], list) else answer["body"] or ""
    return sum(" ".join(words(line)[:12]) in " ".join(words(text)) for line in gold.get("others", ()))


def body_of(answer, gold):
    optional = {plain(o) for o in gold["optional"]}
    lines = answer["body"] if isinstance(answer["body"], list) else (answer["body"] or "").split("\n")
    return " ".join(l for l in map(plain, lines) if l and l not in optional)


# The peers run in their own interpreter: this file again, with --worker.

def worker(name, listing, rounds):
    files = [(f, open(f, "rb").read()) for f in json.load(open(listing))]
    if name == "trafilatura":
        import trafilatura
        def read(data):
            d = trafilatura.bare_extraction(data, with_metadata=True)
            d = d.as_dict() if d is not None else {}
            return {"body": d.get("text"), "title": d.get("title"), "authors": [d["author"]] if d.get("author") else [], "date": d.get("date")}
    else:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
        from resiliparse.parse.html import HTMLTree
        def read(data):
            tree = HTMLTree.parse(bytes_to_str(data, detect_encoding(data)))
            return {"body": extract_plain_text(tree, main_content=True, preserve_formatting=True), "title": tree.title, "authors": [], "date": None}
    def safe(data):
        try:
            return read(data)
        except Exception as error:  # a peer's failure is its answer
            return {"body": "", "title": "", "authors": [], "date": None, "error": repr(error)}
    answers = {f: safe(data) for f, data in files}
    best = None
    for _ in range(rounds):
        start = time.perf_counter()
        for _, data in files:
            safe(data)
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    with open(str(listing) + ".answers", "w", encoding="utf8") as out:
        json.dump({"answers": answers, "seconds": best}, out)


def python_peers():
    """The interpreter that has the Python peers, or None where they cannot be installed."""
    home = OUT / "venv"
    python = home / "bin/python"
    ready = home / "ready"
    if not ready.exists():
        venv.create(home, with_pip=True, clear=True)
        if subprocess.run([python, "-m", "pip", "install", "-q", *PEERS]).returncode:
            print("trafilatura and resiliparse cannot be installed here: left out")
            return None
        ready.touch()
    return str(python)


def dom_smoothie():
    """The program of eval/peers/dom_smoothie, or None where it cannot be built."""
    manifest = Path(__file__).parent / "dom_smoothie/Cargo.toml"
    target = OUT / "dom_smoothie"
    done = subprocess.run(["cargo", "build", "-q", "--release", "--locked", "--manifest-path", manifest, "--target-dir", target])
    if done.returncode:
        print("dom_smoothie cannot be built here: left out")
        return None
    return str(target / "release/peer-dom-smoothie")


def ours(binary, files, rounds):
    done = subprocess.run([binary, *files], stdout=subprocess.PIPE, check=True, text=True)
    answers = {a["file"]: a for a in map(json.loads, done.stdout.strip().split("\n"))}
    seconds = None
    if rounds:
        done = subprocess.run([binary, "--time", str(rounds), *files], stdout=subprocess.PIPE, check=True, text=True)
        seconds = json.loads(done.stdout)["seconds"]
    return answers, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT / "../shared")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--only-ours", action="store_true")
    parser.add_argument("--corpus", help="only the corpora whose name begins so")
    parser.add_argument("--errors", type=int, default=0, help="our N worst pages of each corpus")
    args = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    subprocess.run(["cargo", "build", "-q", "--release", "--locked", "-p", "khabar-page", "--example", "extract"], cwd=ROOT, check=True)
    binary = str(target / "release/examples/extract")
    found = {n: c for n, c in corpora(args.shared.resolve()).items() if n.startswith(args.corpus or "")}
    if not found:
        print("no evaluation data; name its folder with --shared")
        return 2
    python = None if args.only_ours else python_peers()
    smoothie = None if args.only_ours else dom_smoothie()
    tools = ["khabar"] + ["trafilatura", "resiliparse"] * bool(python) + ["dom_smoothie"] * bool(smoothie)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core for all, the children too
    print(f"{'corpus':34} {'n':>4} {'tool':12} {'word F1':>8} {'P':>6} {'R':>6} {'leaked':>6} {'empty':>5} {'title':>6} {'date':>6} {'date wrong':>10} {'author':>7} {'invented':>8} {'docs/s':>8} {'x':>6}")
    for corpus, gold in found.items():
        listing = OUT / "listing.json"
        listing.write_text(json.dumps(list(gold)))
        rounds = 3 if corpus == "wcxb" and not args.no_speed else 0
        base = None
        rows = {}
        for tool in reversed(tools):
            if tool in ("khabar", "dom_smoothie"):
                answers, seconds = ours(binary if tool == "khabar" else smoothie, list(gold), rounds)
            else:
                subprocess.run([python, __file__, "--worker", tool, str(listing), str(min(rounds, 2))], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
                got = json.loads(Path(str(listing) + ".answers").read_text(encoding="utf8"))
                answers, seconds = got["answers"], got["seconds"]
            rows[tool] = answers, seconds
        base = (rows.get("trafilatura") or (None, None))[1]
        for tool in tools:
            answers, seconds = rows[tool]
            scores, empty, title, date, wrong, author, invented = [], 0, 0, 0, 0, 0, 0
            precision, recall, leaks = 0.0, 0.0, 0
            for file, g in gold.items():
                a = {"body": "", "title": "", "authors": [], "date": None} | answers.get(file, {})
                text = body_of(a, g)
                scores.append((f1(words(text), words(g["body"])), file))
                found, asked = collections.Counter(words(text)), collections.Counter(words(g["body"]))
                both = (found & asked).total()
                precision += both / found.total() if found else 0.0
                recall += both / asked.total() if asked else 0.0
                leaks += leaked(a, g)
                empty += not text
                title += bare(a["title"]) == bare(g["title"])
                date += bool(g["date"]) and (a["date"] or "")[:10] == g["date"]
                wrong += bool(g["date"]) and bool(a["date"]) and a["date"][:10] != g["date"]
                right = sum(any(bare(n) in bare(x) for x in a["authors"]) for n in g["authors"])
                author += right
                invented += sum(not any(bare(n) in bare(x) or bare(x) in bare(n) for n in g["authors"]) for x in a["authors"])
            asked_dates = sum(bool(g["date"]) for g in gold.values())
            asked_authors = sum(len(g["authors"]) for g in gold.values())
            n = len(gold)
            speed = f"{n / seconds:8.1f} {base / seconds if base else float('nan'):6.1f}" if seconds else ""
            print(f"{corpus:34} {n:4} {tool:12} {sum(s for s, _ in scores) / n:8.4f} {precision / n:6.3f} {recall / n:6.3f} {leaks:6} {empty:5} {title:>3}/{n:<3} {date:>3}/{asked_dates:<3} {wrong:>6} {author:>4}/{asked_authors:<3} {invented:>6}  {speed}", flush=True)
            if tool == "khabar" and args.errors:
                for score, file in sorted(scores)[: args.errors]:
                    peer = " ".join(f"{t} {f1(words(body_of({'body': ''} | rows[t][0].get(file, {}), gold[file])), words(gold[file]['body'])):.3f}" for t in tools[1:])
                    print(f"    {score:.3f} {file} {peer}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 4 and sys.argv[1] == "--worker":
        worker(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        sys.exit(main())
