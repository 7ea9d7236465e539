"""Damaged files: each is a valid game or one `FileError`, quickly.  `python -m tests.files.fuzz --count 200000`."""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator

import gametheory as gt
from gametheory.algebra.decide import Budget
from gametheory.errors import FileError
from gametheory.files.efg import from_efg, to_efg
from gametheory.files.json_text import from_json, to_json
from gametheory.files.nfg import from_nfg, to_nfg
from tests.files.corpus import texts

LIMIT = 1.0
"""Seconds of processor time that a file may take."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.+-]+|[^\s]', re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d./]*")
_NUMBERS = (
    "0", "-1", "1/0", "0/0", "1e999999999", "-1e-999999999", "9" * 5000, "1/" + "7" * 3000, "1e400", "nan", "inf", "--1", "1//2",
    "99999999", "1_000", "0x10", "1.", ".5", ".", "2^99999", "(q-b)^40", "((((1", "1-q", "q/(b-c)", "٣", "\x00", "__import__('os')",
)  # fmt: skip
_WORDS = (
    "{",
    "}",
    '"',
    "[",
    "]",
    ",",
    "c",
    "p",
    "t",
    "EFG",
    "NFG",
    '""',
    '"\\',
    "\n",
    "null",
    "true",
    "\ud800",
    "ÿ",
    "",
)


def damaged(rng: random.Random, text: str) -> str:
    """Return a text with one to four changes of random kinds."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        text = rng.choice(_CHANGES)(rng, text)
    return text


def _flip(rng: random.Random, text: str) -> str:
    i = rng.randrange(len(text) + 1)
    return (
        text[:i] + chr(rng.choice((rng.randrange(128), rng.randrange(0x500)))) + text[i + rng.randrange(2) :]
    )


def _bytes(rng: random.Random, text: str) -> str:
    data = bytearray(text, "utf-8", "surrogatepass")
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data.decode("utf-8", "replace")


def _swap(rng: random.Random, text: str) -> str:
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if len(spans) < 2:
        return text
    (a, b), (c, d) = sorted(rng.sample(spans, 2))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _replace(rng: random.Random, text: str) -> str:
    spans = [match.span() for match in _TOKEN.finditer(text)] or [(0, 0)]
    a, b = rng.choice(spans)
    return text[:a] + rng.choice(_WORDS) + text[b:]


def _blow_up(rng: random.Random, text: str) -> str:
    spans = [match.span() for match in _NUMBER.finditer(text)] or [(0, 0)]
    a, b = rng.choice(spans)
    return text[:a] + rng.choice(_NUMBERS) + text[b:]


def _truncate(rng: random.Random, text: str) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        del lines[i]
    elif kind == 1:
        lines.insert(j, lines[i])
    elif kind == 2:
        lines[i], lines[j] = lines[j], lines[i]
    else:
        lines[i:i] = [lines[j]] * rng.choice((3, 50))
    return "\n".join(lines)


def _splice(rng: random.Random, text: str) -> str:
    other = rng.choice(texts())
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other)) :]


_CHANGES = (_flip, _bytes, _swap, _replace, _blow_up, _truncate, _lines, _lines, _splice)


def trial(text: str) -> str:
    """Read a text in its format; return what came of it, or raise what is wrong with the reader."""
    start = time.process_time()
    try:
        game = _read(text)
    except FileError as error:
        assert error.line >= 1 and error.column >= 1 and error.expected and error.found, error
        result = "refused"
    else:
        assert isinstance(game, gt.Game | gt.NormalForm)
        result = "read"
    spent = time.process_time() - start
    assert spent < LIMIT, f"{spent:.1f} s"
    if result == "read":
        own = from_efg(to_efg(game)) if text.lstrip()[:1] == "E" else game
        own = from_nfg(to_nfg(game)) if text.lstrip()[:1] == "N" else own
        assert own == game == from_json(to_json(game)), "the game is another one after writing and reading"
    return result


def _read(text: str) -> gt.Game | gt.NormalForm:
    begin = text.lstrip()[:1]
    if begin == "{":
        return from_json(text, budget=Budget(seconds=0.5, query_seconds=0.2))
    return from_nfg(text) if begin == "N" else from_efg(text)


def campaign(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield damaged texts and what came of them."""
    rng = random.Random(seed)
    small = [text for text in texts() if len(text) < 20_000]
    for _ in range(count):
        text = damaged(rng, rng.choice(small))
        try:
            yield text, trial(text)
        except Exception as error:
            error.add_note(f"text: {text!r}")
            raise


def main() -> None:
    """Run a campaign and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.files.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    start = time.perf_counter()
    results = Counter(result for _, result in campaign(chosen.count, chosen.seed))
    print(f"{chosen.count} files in {time.perf_counter() - start:.0f} s: {dict(results)}")


if __name__ == "__main__":
    main()
