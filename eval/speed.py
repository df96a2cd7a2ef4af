#!/usr/bin/env python3
"""Speed of the `khabar` command as a user meets it: cold start on one page, memory, and the rate over many pages.

usage: speed.py [--binary PATH] [--shared ../shared] [--runs 20]
Nothing is asserted: compare numbers of one machine. The rate of the engine alone is in `cargo bench -p khabar`.
"""

import argparse
import gzip
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import reader


def run(command):
    """(seconds, peak memory in MB, exit status) of one run. The child's own peak, not the largest so far."""
    start = time.perf_counter()
    code = ("import resource, subprocess, sys; p = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, p.returncode)")
    done = subprocess.run([sys.executable, "-S", "-c", code, *command], stdout=subprocess.PIPE, text=True)
    peak, status = map(int, done.stdout.split())
    return time.perf_counter() - start, peak / 1024, status


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def sentences(text):
    """The same count as in benches/read.rs: final marks not inside a word, or one a line."""
    return sum(max(1, len(re.findall(r"[.!?\u061f](?!\w)", line))) for line in text.splitlines() if line.strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary")
    parser.add_argument("--shared", type=Path, default=reader.ROOT / "../shared")
    parser.add_argument("--runs", type=int, default=20)
    args = parser.parse_args()
    try:
        binary = args.binary or reader.build("-p", "khabar-cli", "--bin", "khabar")
    except reader.Trouble as trouble:
        reader.complain(str(trouble))
        return 2
    page = reader.ROOT / "samples/aggregator-two-articles.txt"
    command = [binary, "read", "--json", str(page)]
    timed(command)  # the first run also loads the file from the disk
    times = sorted(timed(command) * 1000 for _ in range(args.runs))
    _, peak, status = run(command)
    print(f"one page, cold start    median {statistics.median(times):.1f} ms, best {times[0]:.1f} ms, worst {times[-1]:.1f} ms over {args.runs} runs (exit status {status})")
    print(f"one page, peak memory   {peak:.1f} MB")
    folders = [("samples", reader.ROOT / "samples", "*.txt"), ("news_plain", args.shared.resolve() / "data/news_plain", "*-*.txt")]
    for name, folder, pattern in folders:
        files = sorted(folder.glob(pattern)) if folder.is_dir() else []
        if not files:
            print(f"{name:23} skipped: no {folder}")
            continue
        texts = [f.read_text(encoding="utf8", errors="replace") for f in files]
        size, count = sum(len(t.encode()) for t in texts), sum(map(sentences, texts))
        for jobs in ("1", None):
            command = [binary, "read", "--json", *(["--jobs", jobs] if jobs else []), *map(str, files)]
            best = min(timed(command) for _ in range(3))
            _, peak, status = run(command)
            print(f"{name + (', one thread' if jobs else ', all threads'):23} {len(files)} pages, {count} sentences, {size / 1e6:.2f} MB in {best:.2f} s: "
                  f"{count / best:,.0f} sentences/s, {size / 1e6 / best:.2f} MB/s, peak memory {peak:.1f} MB (exit status {status})")
    stream(binary, args.shared.resolve())
    return 0


ARCHIVE_BYTES = 1 << 30


def stream(binary, shared):
    """Memory while an archive of 1 GB is read from a pipe: the saved pages of data/pages, again and again."""
    pages = sorted((shared / "data/pages/html").glob("*"))
    if not pages:
        print("archive                 skipped: no data/pages")
        return
    records = b"".join(record(number, path.read_bytes()) for number, path in enumerate(pages))
    code = ("import resource, subprocess, sys; p = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, p.returncode)")
    for jobs in ("1", "2"):
        start = time.perf_counter()
        run = subprocess.Popen([sys.executable, "-S", "-c", code, binary, "read", "--json", "--jobs", jobs, "-"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(ARCHIVE_BYTES // len(records)):
            run.stdin.write(records)
        told, _ = run.communicate()
        peak, status = map(int, told.split())
        print(f"archive of 1 GB, {jobs} thread{'s' if jobs > '1' else ' '}  {time.perf_counter() - start:.1f} s, peak memory {peak / 1024:.1f} MB (exit status {status})")


def record(number, page):
    """A page as a record of WARC."""
    page = gzip.decompress(page) if page.startswith(b"\x1f\x8b") else page
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n")
    return head.encode() + answer + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main())
