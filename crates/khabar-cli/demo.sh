#!/bin/sh
# What `make demo` shows. Usage: demo.sh PATH-TO-KHABAR, from the top of the repository.
set -eu
khabar=$1

heading() {
    printf '\n\033[7m %s \033[0m\n' "$1"
    shift
    printf '%s\n' "$@" ''
}
if [ ! -t 1 ] || [ -n "${NO_COLOR-}" ]; then
    heading() {
        printf '\n== %s\n' "$1"
        shift
        printf '%s\n' "$@" ''
    }
fi

heading "1 of 3: who stands behind it" \
    "An outlet quotes an agency, the agency a newspaper, the newspaper a source without a" \
    "name. The first line of each claim is its chain, from the page to the first speaker;" \
    "below it: what the speaker does, how surely, and where the outlet keeps its distance."
"$khabar" read samples/anonymous-chain.html

heading "2 of 3: accounts that contradict each other" \
    "Two officials blame each other and a third body denies both. Nothing is stated as a" \
    "fact: an event has a status, and the claims that carry it or deny it."
"$khabar" read samples/contested.txt

heading "3 of 3: a page of a site that republishes others" \
    "Two articles by two outlets with dates in two languages: each is read for itself, and" \
    "the site, which does not say its name, stays unnamed. Here the beginning of it."
"$khabar" read samples/aggregator-two-articles.txt | head -n 40

heading "What next" \
    "  $khabar read samples/casualty-*        three counts of one accident" \
    "  $khabar read --explain PAGE            the rule behind every line" \
    "  $khabar read --lang ar PAGE            labels in Arabic" \
    "  $khabar read --json FOLDER > all.jsonl one line of JSON a page" \
    "  $khabar read --help"
