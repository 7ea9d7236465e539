"""What a player knows, as JSON: text, numbers, truth values, None, tuples (lists), and objects for sets and fractions."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable
from fractions import Fraction
from typing import Any

from gametheory.errors import InvalidGameError
from gametheory.files._document import DEPTH, Document, Value
from gametheory.files._scan import BITS, DIGITS, bits, exact_number


def written_knowledge(knows: Any, call: str, depth: int = 5) -> Any:
    """Return what is written for `knows`; anything that would be read differently is refused."""
    kind = type(knows)
    if depth < DEPTH:
        if knows is None or kind in (str, bool):
            return knows
        if (kind is int and bits(Fraction(knows)) <= BITS) or (kind is float and math.isfinite(knows)):
            return knows
        if kind is Fraction and bits(knows) <= BITS:
            return {"fraction": str(knows)}
        if kind is tuple:
            return [written_knowledge(part, call, depth + 1) for part in knows]
        if kind is frozenset:
            # Sorted, so that equal games are written alike.
            parts = [written_knowledge(part, call, depth + 2) for part in knows]
            return {"set": sorted(parts, key=json.dumps)}
    raise InvalidGameError(
        f"{call}: what a player knows is {str(knows)[:60]} ({kind.__name__}), which a file does not keep; "
        "use text, numbers, tuples and frozensets"
    )


def read_knowledge(document: Document, value: Value) -> Hashable:
    """Return what a value that follows the schema stands for."""
    if value.kind == "number":
        if value.content.lstrip("-").isdecimal():
            if len(value.content) > DIGITS:
                document.fail(f"a number of at most {DIGITS} digits", "this is longer", at=value.at)
            return int(value.content)
        number = float(value.content)
        if not math.isfinite(number):
            document.fail("a finite number", f"there is {value.content[:40]}", at=value.at)
        return number
    if value.kind == "array":
        return tuple(read_knowledge(document, item) for item in value.content)
    if value.kind != "object":
        known: Hashable = value.content
        return known
    if len(value.content) > 1:
        document.fail("an object with one key", f"there are {len(value.content)}", at=value.at)
    if "set" in value.content:
        return frozenset(read_knowledge(document, item) for item in value["set"].content)
    fraction = exact_number(value["fraction"].content)
    if fraction is None:
        document.fail("a fraction such as `1/3`", "this is none", at=value["fraction"].at)
    return fraction
