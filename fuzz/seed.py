#!/usr/bin/env python3
"""Writes the first inputs of every fuzz target from samples/ into fuzz/corpus/: pages as they are, in other encodings and cut;
feeds and archives made of them. What libFuzzer adds stays beside them."""

import gzip
import json
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
SAMPLES = [path for path in sorted((HERE.parent / "samples").iterdir()) if path.suffix in (".txt", ".html")]
MOST_BYTES = 6000  # long inputs make slow rounds


def text(path):
    raw = path.read_bytes()
    try:
        return raw.decode("utf8")
    except UnicodeDecodeError:
        return raw.decode("windows-1256")


def pages():
    """Samples by name, each as bytes."""
    return {path.name: path.read_bytes() for path in SAMPLES}


def encodings():
    for path in SAMPLES[:8]:
        words = text(path)[:1500]
        for name in ("utf-8", "utf-8-sig", "windows-1256", "iso-8859-6", "utf-16", "utf-16-le", "utf-16-be"):
            yield f"{path.name}.{name}", b"\0" + words.encode(name, "ignore")
        for wrong in ("latin-1", "cp1252"):
            yield f"{path.name}.as-{wrong}", b"\0" + words.encode("utf8").decode(wrong, "ignore").encode("utf8")


def feeds():
    for path in SAMPLES[:6]:
        title, _, body = text(path)[:2000].partition("\n")
        url = f"https://akhbar.example/{path.stem}"
        rss = (f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
               f"<title>{escape(title)}</title><link>https://akhbar.example/</link><language>ar</language><item><title>{escape(title)}</title>"
               f"<link>{url}</link><guid>{url}</guid><pubDate>Thu, 02 Jan 2025 03:04:05 +0300</pubDate><category>a</category>"
               f"<description>{escape(body[:200])}</description><content:encoded><![CDATA[<p>{body}</p>]]></content:encoded></item></channel></rss>")
        atom = (f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title type="html">{escape(title)}</title><id>x</id><entry><id>{url}</id>'
                f'<title>{escape(title)}</title><link rel="alternate" href="{url}"/><updated>2025-01-02T03:04:05Z</updated><author><name>a</name></author>'
                f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{escape(body)}</p></div></content></entry></feed>')
        feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "language": "ar", "items": [
            {"id": "1", "url": url, "title": title, "content_html": f"<p>{body}</p>", "date_published": "2025-01-02T03:04:05Z", "authors": [{"name": "a"}]}]})
        rdf = (f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
               f'<channel><title>{escape(title)}</title></channel><item rdf:about="{url}"><title>{escape(title)}</title><link>{url}</link><dc:date>2025-01-02</dc:date></item></rdf:RDF>')
        for kind, whole in (("rss", rss), ("atom", atom), ("json", feed), ("rdf", rdf), ("cut", rss[: len(rss) * 2 // 3])):
            yield f"{path.stem}.{kind}", whole.encode("utf8")
        yield f"{path.stem}.rss.gz", gzip.compress(rss.encode("utf8"), mtime=0)
        yield f"{path.stem}.rss16", rss.encode("utf-16")


def archives():
    for path in SAMPLES[:6]:
        body = path.read_bytes()[:2500]
        chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
        for kind, headers, sent in (
            ("plain", "", body),
            ("gzip", "Content-Encoding: gzip\r\n", gzip.compress(body, mtime=0)),
            ("deflate", "Content-Encoding: deflate\r\n", zlib.compress(body)),
            ("br", "Content-Encoding: br\r\n", body),
            ("zstd", "Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfd" + body),
            ("chunked", "Transfer-Encoding: chunked\r\n", chunked),
        ):
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + sent
            url = f"https://akhbar.example/{path.stem}"
            warc = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n"
                    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n").encode() + answer + b"\r\n\r\n"
            arc = (f"filedesc://x.arc 0.0.0.0 20250102030405 text/plain 4\n1 0\n\n{url} 127.0.0.1 20250102030405 text/html {len(answer)}\n").encode() + answer + b"\n"
            yield f"{path.stem}.{kind}.warc", warc + warc
            yield f"{path.stem}.{kind}.warc.gz", gzip.compress(warc, mtime=0) + gzip.compress(warc, mtime=0)
            yield f"{path.stem}.{kind}.arc", arc


def lines():
    for path in SAMPLES:
        for i, line in enumerate(text(path).splitlines()):
            if line.strip():
                yield f"{path.stem}.{i}", line.encode("utf8")[:600]


def main():
    whole = list(pages().items())
    cut = [(name, raw[:MOST_BYTES]) for name, raw in whole]
    for target, inputs in (("charset", encodings()), ("html", cut), ("feed", feeds()), ("warc", archives()), ("dates", lines()), ("words", lines()),
                           ("engine", [(name, raw[:3000]) for name, raw in whole])):
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in inputs:
            (folder / f"seed-{name}").write_bytes(raw)


if __name__ == "__main__":
    main()
