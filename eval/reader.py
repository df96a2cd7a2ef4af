"""The way to the engine: builds the command once and reads pages through it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Trouble(Exception):
    """What keeps the evaluation from running; the message names the remedy."""


def build(*what):
    """Builds a target in release mode and returns the path of its executable."""
    command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics", *what]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Trouble(f"`{' '.join(command)}` failed; mend the build or name a binary with --binary")
    found = None
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("reason") == "compiler-artifact" and message.get("executable"):
            found = message["executable"]
    if not found:
        raise Trouble(f"`{' '.join(command)}` made no executable")
    return found


def read_pages(binary, paths, narration=False):
    """Reads files and returns ({path: reading}, [(path, reason)] for those that failed)."""
    paths = [str(p) for p in paths]
    readings, failed = {}, []
    if not paths:
        return readings, failed
    done = _run(binary, paths, narration)
    if done.returncode in (0, 1, 3):
        for line in done.stdout.decode("utf8").splitlines():
            reading = json.loads(line)
            readings[os.path.realpath(reading["file"])] = reading
    else:  # the whole call broke: one by one, to name the page that breaks it
        for path in paths:
            one = _run(binary, [path], narration)
            if one.returncode in (0, 1) and one.stdout.strip():
                readings[os.path.realpath(path)] = json.loads(one.stdout)
            else:
                failed.append((path, _last_line(one.stderr) or f"exit status {one.returncode}"))
    out = {}
    for path in paths:
        reading = readings.get(os.path.realpath(path))
        if reading is not None:
            out[path] = reading
        elif path not in [p for p, _ in failed]:
            failed.append((path, _last_line(done.stderr) or "no line of output"))
    return out, failed


# A title line, so that a sentence is taken for a paragraph.
FRAME = "\u062e\u0628\u0631\n\n"

# Files of one call: a command line has an end.
AT_ONCE = 500


def read_sentences(binary, sentences):
    """Reads each sentence alone below FRAME; returns ({sentence: reading}, [(file, reason)] for those that failed)."""
    readings, failed = {}, []
    with tempfile.TemporaryDirectory() as folder:
        files = {s: str(Path(folder) / f"{n:05}.txt") for n, s in enumerate(dict.fromkeys(sentences))}
        for sentence, file in files.items():
            Path(file).write_text(FRAME + sentence + "\n", encoding="utf8")
        paths = list(files.values())
        for start in range(0, len(paths), AT_ONCE):
            some, bad = read_pages(binary, paths[start:start + AT_ONCE])
            readings |= some
            failed += bad
    return {s: readings[file] for s, file in files.items() if file in readings}, failed


def _run(binary, paths, narration):
    command = [binary, "read", "--json", *(["--narration"] if narration else []), *paths]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _last_line(stderr):
    lines = stderr.decode("utf8", "replace").strip().splitlines()
    return next((line for line in lines if "panicked" in line), lines[-1] if lines else "")


def dates(binary, questions):
    """What the date reader makes of each {"text", "anchor"?, "style"?}: [{"value", "precision", "calendar"} or {}]."""
    stdin = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    done = subprocess.run([binary], input=stdin.encode("utf8"), stdout=subprocess.PIPE)
    if done.returncode:
        raise Trouble(f"{binary} failed with exit status {done.returncode}")
    return [json.loads(line) for line in done.stdout.decode("utf8").splitlines()]


def complain(message):
    print(f"eval: {message}", file=sys.stderr)
