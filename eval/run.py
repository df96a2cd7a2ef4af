#!/usr/bin/env python3
"""Measures what the engine reads against gold, layer by layer, and holds it to its floors.

examples:
  run.py                                       every layer, one table; exit status 1 where a floor is broken
  run.py --layer claims_gold --errors 40       one layer and its first 40 errors, gold beside ours
  run.py --layer claims_gold --errors 20 --only claim:missed --page d07
  run.py --pin                                 raise the floors to what is reached
"""

import argparse
import json
import sys
import time
from pathlib import Path

import crossscript
import errors
import floors
import layers
import reader

LAYERS = ("samples", "seed", "seed_page", "seed_traps", "claims_gold", "news_gold_dev", "news_gold_blind", "pages", "pages_variants", "wcxb", "dates", "dates_recognizers", "dates_duckling", "feeds",
          "attribution", "event_gsr", "words_news", "words_pud", "anercorp", "aqmar", "crossscript")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=reader.ROOT / "../shared", help="folder with seed/ and data/ (default: ../shared)")
    parser.add_argument("--layer", action="append", choices=LAYERS, metavar="NAME", help="only this layer; may be repeated: " + ", ".join(LAYERS))
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors of each layer")
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="errors of this kind only, such as claim, claim:missed, event:status")
    parser.add_argument("--page", metavar="NAME", help="errors of pages whose name holds NAME only")
    parser.add_argument("--binary", help="a khabar binary to use as it is, instead of building one")
    parser.add_argument("--dates-binary", help="the same for the example eval_dates")
    parser.add_argument("--items-binary", help="the same for the example items")
    parser.add_argument("--names-binary", help="the same for the example eval_crossscript")
    parser.add_argument("--out", type=Path, default=floors.HERE / "out", help="folder for scores.json (default: eval/out)")
    parser.add_argument("--no-gate", action="store_true", help="do not check the floors")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached")
    parser.add_argument("--lower", action="append", default=[], metavar="LAYER.METRIC", help="with --pin: let this one fall, or be dropped")
    parser.add_argument("--new-corpus", action="append", default=[], metavar="LAYER", help="with --pin: take changed gold as it is")
    return parser.parse_args()


def measure(args, wanted):
    """All layers asked for, in the order of the table."""
    shared = args.shared.resolve()
    out = []
    if not shared.is_dir():
        reader.complain(f"no folder {args.shared}: only the layer `samples` is measured; name the folder with --shared")
        wanted = [w for w in wanted if w == "samples"]
    of_dates = [w for w in wanted if w.startswith("dates")]
    binary = args.binary
    if not binary and len(of_dates) < len(wanted):
        binary = reader.build("-p", "khabar-cli", "--bin", "khabar")
    if "samples" in wanted:
        out.append(layers.samples(binary, shared))
    if any(w.startswith("seed") for w in wanted):
        out += [layer for layer in layers.seed_layers(binary, shared) if layer.name in wanted]
    for name in ("claims_gold", "news_gold_dev", "news_gold_blind", "pages", "pages_variants", "wcxb", "attribution", "event_gsr"):
        if name in wanted:
            out.append(getattr(layers, name)(binary, shared))
    if of_dates:
        program = args.dates_binary or reader.build("-p", "khabar-arabic", "--example", "eval_dates")
        out += [getattr(layers, name)(program, shared) for name in of_dates]
    if "feeds" in wanted:
        program = args.items_binary or reader.build("-p", "khabar-page", "--example", "items")
        out.append(layers.feeds(program, shared))
    if "words_pud" in wanted:
        out.append(layers.words_pud(shared))
    for name in ("anercorp", "aqmar"):
        if name in wanted:
            out.append(getattr(layers, name)(shared))
    if "words_news" in wanted:
        out.append(layers.words_news(binary, shared))
    if "crossscript" in wanted:
        program = args.names_binary or reader.build("-p", "khabar-arabic", "--example", "eval_crossscript")
        out.append(crossscript.crossscript(program, shared))
    return sorted(out, key=lambda layer: LAYERS.index(layer.name))


def table(layer, pinned, before):
    """Prints one layer."""
    print(f"\n== {layer.name}" + (f": skipped, {layer.skipped}" if layer.skipped else ""))
    if layer.skipped:
        return
    goals = pinned.get("goal", {})
    limits = pinned.get("floor", {}) | pinned.get("ceiling", {})
    print(f"   {'metric':58} {'P':>6} {'R':>6} {'value':>6} {'n':>5} {'floor':>6} {'goal':>6}  {'since last run':14}")
    for row in layer.rows:
        number = lambda x: "" if x is None else str(x) if isinstance(x, int) else f"{x:.3f}"
        goal, limit, old = goals.get(row.key), limits.get(row.key), before.get(row.key)
        better = (lambda a, b: a <= b) if row.lower_is_better else (lambda a, b: a >= b - 1e-9)
        mark = "" if goal is None else " ok" if better(row.value, goal) else " --"
        change = "" if old is None or abs(row.value - old) < 0.0005 else f"{row.value - old:+.3f}" if not isinstance(row.value, int) else f"{row.value - old:+g}"
        broken = " BELOW ITS FLOOR" if limit is not None and not better(row.value, limit) else ""
        name = ("  " + row.label if row.group in ("claims", "events", "of them") else f"{row.group}: {row.label}" if row.group else row.label)
        print(f"   {name[:58]:58} {number(row.p):>6} {number(row.r):>6} {number(row.value):>6} {row.n:>5} {number(limit):>6} {number(goal):>6}{mark:3} {change}{broken}")


def scores_of(measured):
    return {layer.name: {row.key: {"value": row.value, "precision": row.p, "recall": row.r, "n": row.n} for row in layer.rows}
            for layer in measured if not layer.skipped}


def main():
    args = arguments()
    start = time.monotonic()
    try:
        measured = measure(args, args.layer or LAYERS)
    except reader.Trouble as trouble:
        reader.complain(str(trouble))
        return 2
    file = args.out / "scores.json"
    old = json.loads(file.read_text(encoding="utf8")) if file.is_file() else {}
    pinned = floors.load()
    for layer in measured:
        before = {key: row["value"] for key, row in old.get("layers", {}).get(layer.name, {}).items()}
        table(layer, pinned.get(layer.name, {}), before)
        if args.errors and not layer.skipped:
            print()
            errors.show(layer.errors, args.errors, args.only, args.page)
    args.out.mkdir(parents=True, exist_ok=True)
    kept = old.get("layers", {}) | scores_of(measured)
    file.write_text(json.dumps({"schema": "khabar.scores/1", "layers": kept}, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    shared = args.shared.resolve()
    print(f"\n{sum(len(layer.rows) for layer in measured)} scores in {time.monotonic() - start:.1f} s, also in {file}")
    if args.pin:
        refused = floors.pin(measured, shared, args.lower, args.new_corpus)
        for message in refused:
            reader.complain(message)
        print("floors pinned in eval/floors.toml")
        return 1 if refused else 0
    if args.no_gate:
        return 0
    broken = floors.check(measured, shared)
    for message in broken:
        reader.complain(message)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
