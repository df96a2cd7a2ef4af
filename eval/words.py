"""The layers of words: parts, parts of speech and lemmas of news articles, and five folds of a treebank."""

import collections
import hashlib
import json
import re
import subprocess

import reader
from errors import Error

HERE = reader.ROOT / "eval/words"
BODY = b"<TEXT>\n"
MARKS = {chr(c) for c in (*range(0x64B, 0x653), 0x670, 0x640)}


def rows(path):
    """The rows of a table with a line of names, as dicts."""
    lines = [line for line in path.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"))) for line in lines[1:]]


def plain(text):
    return "".join(ch for ch in text if ch not in MARKS)


def lemmas_of(rule, stem):
    """The lemmas that a rule of the stand-off annotation gives for a stem."""
    out = set()
    for one in rule.split("|"):
        first, keep, tail = one.split(",")
        out.add(stem[int(first):int(first) + int(keep)] + tail)
    return out


def read_words(binary, text):
    """{first byte: word} of a text, as `khabar words --format json` reads it."""
    done = subprocess.run([binary, "words", "--format", "json", "-"], input=text.encode("utf8"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode:
        raise reader.Trouble(f"`khabar words` failed with exit status {done.returncode}")
    line = json.loads(done.stdout)
    return {word["span"][0]: word for sentence in line["sentences"] for word in sentence["words"]}


def news(binary, shared, layer, share):
    """Fills the layer with what is right of the words of news that were annotated blind."""
    table = HERE / "news.tsv"
    folder = shared / "data/news_plain"
    if not folder.is_dir():
        return layer.skip(f"no {folder}")
    by_file = collections.defaultdict(list)
    for row in rows(table):
        by_file[row["file"]].append(row)
    count = collections.Counter()
    for file, wanted in by_file.items():
        data = (folder / file).read_bytes()
        if hashlib.sha256(data).hexdigest()[:16] != wanted[0]["digest"]:
            layer.errors.append(Error("word", file, 0, "the file is not the one that was annotated"))
            continue
        start = data.index(BODY) + len(BODY)
        words = read_words(binary, data[start:data.index(b"</TEXT>")].decode("utf8"))
        for row in wanted:
            at, size = int(row["offset"]), int(row["bytes"])
            text = data[at:at + size].decode("utf8")
            score_word(count, layer, row, text, words.get(at - start), f"{file}:{at}")
    layer.rows += [
        share("words parted right", count["parts"], count["words"]),
        share("part of speech, the preferred one", count["tag"], count["words"]),
        share("part of speech, any that the treebank has", count["any tag"], count["words"]),
        share("lemma", count["lemma"], count["lemmas"]),
        share("lemma, hamzas joined", count["lemma joined"], count["lemmas"]),
    ]
    return layer


def score_word(count, layer, row, text, word, place):
    count["words"] += 1
    parts = word["parts"] if word and word["text"] == text else []
    got, at = [], 0
    for part in parts:
        length = len(text.encode("utf8")[at:at + part["span"][1] - part["span"][0]].decode("utf8"))
        got.append(length)
        at += part["span"][1] - part["span"][0]
    shape = "+".join(map(str, got))
    ok = shape == row["parts"]
    count["parts"] += ok
    if not ok:
        layer.errors.append(Error("word", place, 0, f"{text}: {shape or 'nothing'}, not {row['parts']}", key="parts"))
    stem = next((p for p in parts if p["role"] == "stem"), parts[-1] if parts else None)
    # Where a word is nothing but a preposition and a pronoun, the pronoun is asked.
    tags = row["tags"].split("|")
    tag = stem["tag"] if stem else None
    count["tag"] += tag == tags[0]
    count["any tag"] += tag in tags
    if tag not in tags:
        layer.errors.append(Error("word", place, 0, f"{text}: {tag}, not {row['tags']}", key="tag"))
    if row["lemma"] == "_":
        return
    count["lemmas"] += 1
    sizes = [int(n) for n in row["parts"].split("+")]
    front = 0
    while front < len(sizes) - 1 and sizes[front] == 1 and text[front] in "\u0648\u0641\u0628\u0644\u0643\u0633":
        front += 1
    written = plain(text[front:front + sizes[front]])
    wanted = lemmas_of(row["lemma"], written)
    lemma = stem["lemma"] if stem else ""
    joined = lambda text: text.translate({0x623: 0x627, 0x625: 0x627, 0x622: 0x627})
    count["lemma"] += lemma in wanted
    fits = joined(lemma) in {joined(one) for one in wanted}
    count["lemma joined"] += fits
    if not fits:
        layer.errors.append(Error("word", place, 0, f"{text}: {lemma}, not {' or '.join(sorted(wanted))}", key="lemma"))


def run(program, *arguments):
    """The output of a tool of khabar-arabic."""
    done = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise reader.Trouble(f"{program} failed with exit status {done.returncode}")
    return done.stdout


def pud(shared, layer, row):
    """Fills the layer with five folds of UD Arabic-PUD: each weight and table is fitted without the fold that it reads."""
    arabic = shared / "data/arabic"
    treebank = arabic / "ud_pud/ar_pud-ud-test.conllu"
    if not treebank.is_file():
        return layer.skip(f"no {treebank}")
    tool = lambda name: reader.build("-p", "khabar-arabic", "--example", name)
    out = run(tool("calibrate_splitter"), treebank)
    right, n = re.search(r"^all clitics, five folds: ([0-9.]+) % of ([0-9]+)", out, re.M).groups()
    layer.rows.append(row("words with all that is attached", float(right) / 100, int(n)))
    out = run(tool("build_lemmas"), treebank, arabic / "camel_morph_msa", reader.ROOT / "models/lemmas", "--folds")
    right, n, joined = re.search(r"^lemmas: ([0-9.]+) % of ([0-9]+); alefs joined ([0-9.]+)", out, re.M).groups()
    layer.rows += [row("lemma", float(right) / 100, int(n)), row("lemma, hamzas joined", float(joined) / 100, int(n))]
    out = run(tool("train_tagger"), treebank, arabic / "camel_morph_msa", arabic / "gazetteer", arabic, shared / "data/news_plain", "--folds")
    for name, value, n in (line.split("\t") for line in out.splitlines() if not line.startswith("#")):
        layer.rows.append(row(name, float(value) / 100, int(n)))
    return layer
