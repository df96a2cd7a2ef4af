#!/usr/bin/env python3
"""Search beside its peers on ARCD: does the question find the paragraph that answers it?

usage: search.py [--shared ../shared] [--binary PATH] [--lucene JAR] [--errors N] [--split all|tune|test]

Peers, each ranking the same 231 paragraphs for the same 693 questions, any word of the question counting:

  lucene     ArabicAnalyzer and BM25, run in Java from --lucene (a jar that holds Lucene's core and analysis; the
             wheel of pyserini 0.24.0 has one: pip download --no-deps pyserini==0.24.0). Skipped without it.
  tantivy    the Arabic stemmer of Snowball, which Tantivy uses, with Tantivy's BM25 (k1 1.2, b .75), from
             the package snowballstemmer.
  light      Lucene's light10 stems and 3-grams of them in two fields, with the same BM25.
  fts5       SQLite FTS5 with unicode61, and with trigram.
  postgresql 15 or later with the configuration `arabic`, ts_rank. Skipped where no server can be started.
  khabar     the store, through crates/khabar-store/examples/eval_search.rs.

The articles are numbered in their order; weights were tuned on the even ones (tune), the odd ones (test) were looked
at for this table only. Standard library, and snowballstemmer where it is installed.
"""

import argparse
import glob
import json
import math
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORD = re.compile(r"[\w\u064b-\u0652\u0670\u0640]+")
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
K1, B = 1.2, 0.75


def load(shared):
    """(paragraphs, questions as (text, paragraph, half)) of the training part of ARCD."""
    data = json.loads((shared / "data/arcd/arcd-train.json").read_text())["data"]
    places, questions = {}, []
    for number, article in enumerate(data):
        for paragraph in article["paragraphs"]:
            text = " ".join(paragraph["context"].split())
            place = places.setdefault((article["title"], text), len(places))
            questions += [(" ".join(qa["question"].split()), place, number % 2) for qa in paragraph["qas"]]
    return [text for _, text in places], questions


class Field:
    """BM25 over one field, as in Lucene and Tantivy."""

    def __init__(self, documents):
        self.postings, self.lengths = defaultdict(list), [len(d) for d in documents]
        self.mean, self.count = sum(self.lengths) / len(documents), len(documents)
        for number, terms in enumerate(documents):
            for term, times in Counter(terms).items():
                self.postings[term].append((number, times))

    def scores(self, term):
        found = self.postings.get(term, ())
        idf = math.log(1 + (self.count - len(found) + 0.5) / (len(found) + 0.5))
        for number, times in found:
            length = 1 - B + B * self.lengths[number] / self.mean
            yield number, idf * times * (K1 + 1) / (times + K1 * length)


def fold(word):
    word = re.sub("[\u0622\u0623\u0625\u0671]", "\u0627", MARKS.sub("", word))
    return word.replace("\u0649", "\u064a").replace("\u0629", "\u0647").lower()


def light10(word):
    """Larkey, Ballesteros and Connell 2007, as Lucene's ArabicStemmer has it."""
    word = fold(word)
    for front in ("\u0648\u0627\u0644", "\u0628\u0627\u0644", "\u0643\u0627\u0644", "\u0641\u0627\u0644", "\u0627\u0644", "\u0644\u0644", "\u0648"):
        if word.startswith(front) and len(word) >= len(front) + (3 if len(front) == 1 else 2):
            word = word[len(front):]
            break
    for end in ("\u0647\u0627", "\u0627\u0646", "\u0627\u062a", "\u0648\u0646", "\u064a\u0646", "\u064a\u0647", "\u0647", "\u064a"):
        if word.endswith(end) and len(word) >= len(end) + 2:
            word = word[:-len(end)]
    return word


def grams(stem):
    return [stem[i:i + 3] for i in range(len(stem) - 2)] or [stem]


def by_fields(paragraphs, questions, fields):
    """Ranks by the sum of BM25 over fields: each is (terms of a word, weight)."""
    cut = [WORD.findall(text) for text in paragraphs]
    made = [(Field([[t for w in words for t in terms(w)] for words in cut]), terms, weight) for terms, weight in fields]
    for question, *_ in questions:
        total = Counter()
        for word in WORD.findall(question):
            for field, terms, weight in made:
                parts = terms(word)
                for term in parts:
                    for number, score in field.scores(term):
                        total[number] += weight * score / len(parts)
        yield [number for number, _ in sorted(total.items(), key=lambda hit: (-hit[1], hit[0]))[:10]]


def tantivy(paragraphs, questions):
    try:
        import snowballstemmer
    except ImportError:
        return None
    stem = snowballstemmer.stemmer("arabic").stemWord
    return list(by_fields(paragraphs, questions, [(lambda word: [stem(word.lower())], 1)]))


def light(paragraphs, questions):
    return list(by_fields(paragraphs, questions, [(lambda w: [light10(w)], 1), (lambda w: grams(light10(w)), 1)]))


def fts5(tokenizer):
    def run(paragraphs, questions):
        base = sqlite3.connect(":memory:")
        base.execute(f"CREATE VIRTUAL TABLE p USING fts5(text, tokenize = '{tokenizer}')")
        base.executemany("INSERT INTO p (rowid, text) VALUES (?, ?)", enumerate(paragraphs, 1))
        ranks = []
        for question, *_ in questions:
            words = [w for w in WORD.findall(question) if tokenizer != "trigram" or len(w) > 2]
            match = " OR ".join(f'"{word}"' for word in words)
            rows = base.execute("SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p) LIMIT 10", [match]) if words else ()
            ranks.append([row[0] - 1 for row in rows])
        return ranks
    return run


def tsv(path, texts):
    path.write_text("".join(f"{number}\t{text}\n" for number, text in enumerate(texts)))


def ranks_of(command, paragraphs, questions):
    with tempfile.TemporaryDirectory() as folder:
        documents, asked = Path(folder) / "documents.tsv", Path(folder) / "questions.tsv"
        tsv(documents, paragraphs)
        tsv(asked, [question for question, *_ in questions])
        done = subprocess.run([*command, documents, asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
        ranks = {}
        for line in done.stdout.splitlines():
            number, _, found = line.partition("\t")
            ranks[int(number)] = [int(place) for place in found.split()]
        return [ranks.get(number, []) for number in range(len(questions))]


def lucene(jar):
    def run(paragraphs, questions):
        if not jar or not shutil.which("java"):
            return None
        return ranks_of(["java", "-cp", str(jar), str(HERE / "Lucene.java")], paragraphs, questions)
    return run


def postgresql(paragraphs, questions):
    tools = sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [os.path.dirname(shutil.which("initdb") or "")]
    if not Path(tools[-1], "initdb").exists():
        return None
    # The server does not run as root.
    lower = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp()
    try:
        if lower:
            os.chmod(folder, 0o777)
        base, quiet = f"{folder}/base", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        try:
            subprocess.run([*lower, f"{tools[-1]}/initdb", "-D", base, "-U", "khabar", "-E", "UTF8", "--locale=C.UTF-8"], check=True, **quiet)
            start = ["-o", f"-k {folder} -c listen_addresses="]
            subprocess.run([*lower, f"{tools[-1]}/pg_ctl", "-D", base, "-w", *start, "start"], check=True, **quiet)
        except (subprocess.CalledProcessError, OSError):
            return None
        try:
            quoted = lambda text: "'" + text.replace("'", "''") + "'"
            lines = ["CREATE TABLE p (id int, v tsvector);"]
            lines += [f"INSERT INTO p VALUES ({i}, to_tsvector('arabic', {quoted(t)}));" for i, t in enumerate(paragraphs)]
            for number, (question, *_) in enumerate(questions):
                words = " | ".join(f"''{word}''" for word in WORD.findall(question))
                lines.append(f"SELECT {number}, array_to_string(array(SELECT id FROM p, to_tsquery('arabic', '{words}') q WHERE v @@ q "
                             "ORDER BY ts_rank(v, q, 1) DESC, id LIMIT 10), ' ');")
            done = subprocess.run([f"{tools[-1]}/psql", "-h", folder, "-U", "khabar", "-d", "postgres", "-qAt", "-F", "\t"],
                                  input="\n".join(lines), stdout=subprocess.PIPE, text=True, check=True)
            ranks = dict(line.split("\t") for line in done.stdout.splitlines())
            return [[int(i) for i in ranks[str(n)].split()] for n in range(len(questions))]
        finally:
            subprocess.run([*lower, f"{tools[-1]}/pg_ctl", "-D", base, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def khabar(binary):
    return lambda paragraphs, questions: ranks_of([str(binary)], paragraphs, questions)


def measures(ranks, questions, half):
    """MRR@10, recall at 1 and at 10, in hundredths."""
    chosen = [(found, place) for found, (_, place, at) in zip(ranks, questions) if half in (None, at)]
    mrr = sum(1 / (found.index(place) + 1) for found, place in chosen if place in found)
    first = sum(found[:1] == [place] for found, place in chosen)
    ten = sum(place in found for found, place in chosen)
    return [100 * value / len(chosen) for value in (mrr, first, ten)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--binary", type=Path, default=target / "release/examples/eval_search")
    parser.add_argument("--lucene", type=Path, help="jar with Lucene's core and analysis")
    parser.add_argument("--only", help="run this peer alone")
    parser.add_argument("--errors", type=int, default=0, help="print so many questions of the tuning half not answered first")
    args = parser.parse_args()
    if not args.binary.exists():
        sys.exit(f"{args.binary}: not there; cargo build --release -p khabar-store --example eval_search")
    paragraphs, questions = load(args.shared)
    peers = {"lucene": lucene(args.lucene), "tantivy": tantivy, "light": light, "fts5 unicode61": fts5("unicode61"),
             "fts5 trigram": fts5("trigram"), "postgresql": postgresql, "khabar": khabar(args.binary)}
    print(f"{len(paragraphs)} paragraphs, {len(questions)} questions")
    print(f"{'':16}{'tune MRR@10':>12}{'test MRR@10':>12}{'all MRR@10':>12}{'R@1':>7}{'R@10':>7}")
    for name, run in peers.items():
        if args.only and args.only != name:
            continue
        ranks = run(paragraphs, questions)
        if ranks is None:
            print(f"{name:16} skipped: not on this machine")
            continue
        (tune, *_), (test, *_), (both, first, ten) = (measures(ranks, questions, half) for half in (0, 1, None))
        print(f"{name:16}{tune:12.2f}{test:12.2f}{both:12.2f}{first:7.1f}{ten:7.1f}", flush=True)
        if name == "khabar":
            wrong = [(q, p, found) for found, (q, p, half) in zip(ranks, questions) if half == 0 and found[:1] != [p]]
            for question, place, found in wrong[:args.errors]:
                print(f"\n{question}\n  wanted: {paragraphs[place][:200]}\n  first:  {paragraphs[found[0]][:200] if found else '-'}")


if __name__ == "__main__":
    main()
