"""Floors: what a release may not fall below, and the digest of the gold they were measured on.

`floors.toml` holds, a layer: goals (kept by hand, shown in the table), floors and ceilings (kept by --pin), and the
digest of the layer's files; `corpus.sha256` holds the digest of each file, so that a change can be named.
"""

import hashlib
import math
import tomllib
from pathlib import Path

PLAY = 0.02  # below what is reached, or one answer if that is more, for questions asked only of what was found

HERE = Path(__file__).resolve().parent
FLOORS, CORPUS = HERE / "floors.toml", HERE / "corpus.sha256"


def load():
    return tomllib.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.is_file() else {}


def listed():
    """{layer: {file: digest}} as pinned."""
    out = {}
    if CORPUS.is_file():
        for line in CORPUS.read_text(encoding="utf8").splitlines():
            if line and not line.startswith("#"):
                digest, layer, name = line.split(None, 2)
                out.setdefault(layer, {})[name] = digest
    return out


def files_of(layer, shared):
    """{name: digest} of the files behind a layer, and of the scorer."""
    roots = (("shared", shared), ("", HERE.parent))
    out = {}
    for path in [*layer.corpus, HERE / "score.py"]:
        path = path.resolve()
        for label, root in roots:
            if path.is_relative_to(root.resolve()):
                name = (label + "/" if label else "") + path.relative_to(root.resolve()).as_posix()
                break
        out[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return out


def digest(files):
    return hashlib.sha256("".join(f"{d}  {n}\n" for n, d in sorted(files.items())).encode()).hexdigest()


def changed(pinned, files):
    """What to say about each file that is not as pinned."""
    names = sorted(set(pinned) | set(files))
    return [f"{n}: " + ("new" if n not in pinned else "gone" if n not in files else "changed") for n in names if pinned.get(n) != files.get(n)]


def check(layers, shared):
    """Messages for every score below its floor and every corpus that is not the pinned one."""
    floors, corpus, out = load(), listed(), []
    for layer in layers:
        table = floors.get(layer.name)
        if layer.skipped or not table:
            continue
        files = files_of(layer, shared)
        if digest(files) != table.get("corpus"):
            changes = changed(corpus.get(layer.name, {}), files) or ["corpus.sha256 and floors.toml disagree"]
            out += [f"{layer.name}: the corpus is not the pinned one: {c}" for c in changes]
            continue
        rows = {row.key: row for row in layer.rows}
        for key, floor in table.get("floor", {}).items():
            if key not in rows:
                out.append(f"{layer.name}.{key}: floor {floor:.3f}, but nothing was measured")
            elif rows[key].value < floor - 1e-9 and not rows[key].hollow:
                out.append(f"{layer.name}.{key}: floor {floor:.3f}, got {rows[key].value:.3f}")
        for key, ceiling in table.get("ceiling", {}).items():
            if key not in rows:
                out.append(f"{layer.name}.{key}: ceiling {ceiling}, but nothing was measured")
            elif rows[key].value > ceiling:
                out.append(f"{layer.name}.{key}: ceiling {ceiling}, got {rows[key].value}")
    return out


def pin(layers, shared, lower, new_corpus):
    """Raises floors to what is reached; lowers only those named. Returns messages on what was refused."""
    floors, corpus, refused = load(), listed(), []
    for layer in layers:
        if layer.skipped:
            continue
        table = floors.setdefault(layer.name, {})
        files = files_of(layer, shared)
        fresh = digest(files) != table.get("corpus")
        if fresh and table.get("corpus") and layer.name not in new_corpus:
            refused += [f"{layer.name}: {c}; --new-corpus {layer.name} takes it as it is" for c in changed(corpus.get(layer.name, {}), files)]
            continue
        table["corpus"], corpus[layer.name] = digest(files), files
        seen = set()
        for row in layer.rows:
            kind = "ceiling" if row.lower_is_better else "floor"
            old, name = table.setdefault(kind, {}).get(row.key), f"{layer.name}.{row.key}"
            seen.add(row.key)
            if row.hollow:
                continue
            # Rounded so that what is reached never lies under its own floor.
            value = row.value if row.lower_is_better else max(0.0, math.floor((row.value - max(PLAY, 1 / row.n) * row.conditional) * 1000 + 1e-6) / 1000)
            worse = old is not None and (value > old if row.lower_is_better else value < old)
            if worse and name not in lower:
                refused.append(f"{name}: {kind} stays at {old}, reached {value}; --lower {name} takes it down")
            else:
                table[kind][row.key] = value
        for kind in ("floor", "ceiling"):
            for key in sorted(set(table.get(kind, {})) - seen):
                if f"{layer.name}.{key}" in lower:
                    del table[kind][key]
                else:
                    refused.append(f"{layer.name}.{key}: measured no more; --lower {layer.name}.{key} drops it")
    _write(floors, corpus)
    return refused


def _write(floors, corpus):
    lines = ["# Floors of the evaluation; see README.md. Written by `run.py --pin`, which only raises them.",
             "# The [*.goal] tables are kept by hand: what the layer is meant to reach."]
    for layer, table in floors.items():
        lines += ["", f"[{layer}]", f'corpus = "{table["corpus"]}"'] if "corpus" in table else ["", f"[{layer}]"]
        for kind in ("goal", "floor", "ceiling"):
            if table.get(kind):
                lines += ["", f"[{layer}.{kind}]"]
                lines += [f"{key} = {value if isinstance(value, int) else format(value, '.3f')}" for key, value in table[kind].items()]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf8")
    text = ["# sha256, layer, file: the gold that the floors in floors.toml were measured on"]
    text += [f"{d}  {layer}  {name}" for layer, files in corpus.items() for name, d in sorted(files.items())]
    CORPUS.write_text("\n".join(text) + "\n", encoding="utf8")
