"""The layer of feeds: the tests of feedparser, each a feed that states in a comment what must be read from it.

An expectation is a Python condition, such as `not bozo and entries[0]['title'] == 'x'`. Asked are those that are comparisons of the
fields below, joined by `and`; the rest (images, generators, iTunes, geography, languages of single fields ...) is not ours to read.
Mark-up is compared by its text, without scripts and styles: feedparser cleans mark-up, and our page reader does so
later. Dates are compared as instants, encodings by the text they make of the bytes.
"""

import ast
import calendar
import email.utils
import html
import html.parser
import json
import re
import subprocess
import urllib.parse
from datetime import datetime, timezone

MARKUP = ("title", "summary", "description", "content")
HIDDEN = ("script", "style")


class Visible(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self.hidden = [], []

    def handle_starttag(self, tag, attrs):
        if tag in HIDDEN:
            self.hidden.append(tag)

    def handle_endtag(self, tag):
        if tag in self.hidden:
            while self.hidden.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def visible(markup):
    """The text of mark-up, white space and accidents of escaping aside."""
    reader = Visible()
    reader.feed(markup or "")
    reader.close()
    return re.sub(r"\s+", "", html.unescape(html.unescape("".join(reader.words))))


def bare(text):
    return re.sub(r"\s+", "", text or "")


def instant(value):
    """Seconds since 1970 of a date in any form, to the minute; None where it is none."""
    if isinstance(value, (tuple, list)):
        return calendar.timegm(tuple(value)) // 60
    try:
        when = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    except ValueError:
        try:
            when = email.utils.parsedate_to_datetime(value)
        except (ValueError, TypeError):
            return None
    return int((when if when.tzinfo else when.replace(tzinfo=timezone.utc)).timestamp()) // 60


def text_of(raw):
    """The bytes of a test as far as its comment goes, as text."""
    for start, name in ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0\0\0", "utf-32-le"),
                        (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"), (b"Lo\xa7\x94", "cp037")):
        if raw.startswith(start):
            return raw.decode(name, "replace")
    return raw.decode("utf8", "replace")


def place(node):
    """The field of an expression such as entries[0]['content'][0]['value']: ('entries', 0, 'content', 0, 'value'); None for others."""
    steps = []
    while True:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            steps.append(node.slice.value)
            node = node.value
        elif isinstance(node, ast.Attribute):
            steps.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return (node.id, *reversed(steps))
        else:
            return None


def questions(expectation):
    """[(place, value)] of a condition; None where a part of it is of another form."""
    try:
        tree = ast.parse(expectation.strip(), mode="eval").body
    except SyntaxError:
        return []
    out = []
    for node in tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            where = place(node.left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if where:
                out.append((where, value))
    return out


FIELDS = {  # place without positions -> (what it concerns, ours)
    "title": ("titles", lambda i, _: i["title"]),
    "link": ("links", lambda i, _: i["url"]),
    "id": ("links", lambda i, _: i["id"]),
    "guid": ("links", lambda i, _: i["id"]),
    "summary": ("content", lambda i, _: i["summary"] or i["content"]),
    "description": ("content", lambda i, _: i["summary"] or i["content"]),
    "content/value": ("content", lambda i, _: i["content"] or i["summary"]),
    "published": ("dates", lambda i, _: i["published"]),
    "published_parsed": ("dates", lambda i, _: i["published"]),
    "created": ("dates", lambda i, _: i["published"]),
    "created_parsed": ("dates", lambda i, _: i["published"]),
    # A date of Dublin Core is neither: feedparser takes it for a change, we for the publication.
    "updated": ("dates", lambda i, _: i["updated"] or i["published"]),
    "updated_parsed": ("dates", lambda i, _: i["updated"] or i["published"]),
    "author": ("authors", lambda i, _: ", ".join(i["authors"])),
    "authors/name": ("authors", lambda i, at: i["authors"][at]),
    "tags/term": ("sections", lambda i, at: i["categories"][at]),
    "category": ("sections", lambda i, _: i["categories"][0]),
}
OF_FEED = {"title": ("titles", lambda f: f["title"]), "link": ("links", lambda f: f["url"]), "language": ("languages", lambda f: f["language"])}


def same(what, ours, value, raw):
    if what == "dates":
        wanted = instant(value)
        return wanted is not None and ours is not None and instant(ours) == wanted
    if what == "titles":  # ours are text, the expected may be text or mark-up
        return visible(html.escape(ours)) in (visible(value), bare(value))
    if what == "content":
        return visible(ours) in (visible(value), bare(value))
    if what == "encoding":
        try:
            return raw.decode(ours, "replace").lstrip("\ufeff") == raw.decode(value, "replace").lstrip("\ufeff")
        except LookupError:
            return False
    return (ours or "").strip() == str(value).strip()


def judge(where, value, feed, raw):
    """(what it concerns, whether it holds, ours); None for what is not asked."""
    bare = "/".join(str(step) for step in where if not isinstance(step, int))
    if where == ("encoding",):
        return "encoding", same("encoding", feed["charset"], value, raw), feed["charset"]
    try:
        if where[0] == "entries" and len(where) > 2:
            field = FIELDS.get(bare.removeprefix("entries/"))
            if not field or field[0] == "dates" and (value is None or instant(value) is None):
                return None
            at = next((step for step in where[2:] if isinstance(step, int)), 0)
            ours = field[1](feed["items"][where[1]], at)
        elif where[0] == "feed":
            field = OF_FEED.get(bare.removeprefix("feed/"))
            if not field:
                return None
            ours = field[1](feed)
        else:
            return None
    except IndexError:
        return field[0], False, "none"
    return field[0], same(field[0], ours, value, raw), ours


def read(program, tests):
    """What our reader makes of each test: {path: line}. `tests` are (path, content type or None, address)."""
    stdin = "".join(json.dumps({"path": str(path), "type": kind, "url": url}) + "\n" for path, kind, url in tests)
    done = subprocess.run([program, "-"], input=stdin.encode("utf8"), stdout=subprocess.PIPE)
    return done.returncode, {line["file"]: line for line in map(json.loads, done.stdout.decode("utf8").splitlines())}


def measure(program, base):
    """({(suite, what): [held, asked]}, {suite: [with items or a notice, all]}, failures as (path, what, text))."""
    files = {suite: sorted((base / suite).glob("**/*.xml")) for suite in ("wellformed", "illformed", "encoding")}
    tests, held, told, failures = [], {}, {}, []
    for path in (p for paths in files.values() for p in paths):
        text = text_of(path.read_bytes())
        header = lambda name: next(iter(re.findall(rf"^Header:\s*{name}:\s*(.*?)\s*$", text, re.M | re.I)), None)
        address = "http://127.0.0.1:8097/" + path.relative_to(base).as_posix()  # where feedparser's tests serve them
        tests.append((path, header("Content-type"), urllib.parse.urljoin(address, header("Content-Location") or "")))
    code, feeds = read(program, tests)
    for suite, paths in files.items():
        for path in paths:
            raw = path.read_bytes()
            feed = feeds.get(str(path))
            count = told.setdefault(suite, [0, 0])
            count[1] += 1
            if feed is None or code:
                failures.append((path, "panic", f"nothing was read; exit status {code}"))
                continue
            count[0] += bool(feed["items"] or feed["notices"])
            expectation = re.search(r"^\s*Expect:\s*(.*)$", text_of(raw), re.M)
            for where, value in questions(expectation.group(1)) if expectation else ():
                answer = judge(where, value, feed, raw)
                if answer:
                    what, holds, ours = answer
                    tally = held.setdefault((suite, what), [0, 0])
                    tally[0] += holds
                    tally[1] += 1
                    if not holds:
                        failures.append((path, what, f"{expectation.group(1)[:150]!r}: ours {ours!r} {'; '.join(feed['notices'])[:160]}"))
    return held, told, failures
