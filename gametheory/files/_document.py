"""JSON with the place of every value, and a check against a schema that says line, column and what was expected.

Only the part of JSON Schema is known that `schema.py` uses; keys of an object that the schema does not name are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gametheory.files._scan import Scanner, checked

DEPTH = 40
"""The deepest nesting of lists and objects."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS = re.compile(
    r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"|[\w.+-]+|.',
    re.DOTALL | re.ASCII,
)
_CONSTANTS = {"true": True, "false": False, "null": None}
_TYPES = {
    "object": "an object `{...}`",
    "array": "a list `[...]`",
    "string": "a text in quotes",
    "number": "a number",
    "integer": "an integer",
    "boolean": "`true` or `false`",
    "null": "`null`",
}


@dataclass(slots=True)
class Value:
    """A value and its place; a number keeps its text, the content of lists and objects are values."""

    kind: str
    at: int
    content: Any

    @property
    def exact(self) -> bool:
        """Of a text: whether it stands in the document as it is, without escapes."""
        return bool(self._plain)

    _plain: bool = True

    def __getitem__(self, key: str) -> Value:
        found: Value = self.content[key]
        return found

    def get(self, key: str) -> Value | None:
        """Return the value of a key of an object, if it is there and not null."""
        found: Value | None = self.content.get(key)
        return None if found is None or found.kind == "null" else found

    def plain(self) -> Any:
        """Return lists of texts and the like without their places."""
        return [item.plain() for item in self.content] if self.kind == "array" else self.content


class Document(Scanner):
    """A JSON text; `root` is its value."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(checked(text, file), file, _WORDS)
        self.root = self._value(0)
        if self.take():
            self.fail("the end of the text")

    def _value(self, depth: int) -> Value:
        word = self.take()
        at = self.start
        if word in ("{", "["):
            if depth == DEPTH:
                self.fail(f"lists and objects nested at most {DEPTH} deep")
            if word == "[":
                return Value("array", at, self._items(depth))
            return Value("object", at, self._members(depth))
        if word.startswith('"'):
            return Value("string", at, self._text(word), "\\" not in word)
        if word in _CONSTANTS:
            kind = "null" if word == "null" else "boolean"
            return Value(kind, at, _CONSTANTS[word])
        if _NUMBER.fullmatch(word):
            return Value("number", at, word)
        self.fail("a value: a text in quotes, a number, `{`, `[`, `true`, `false` or `null`")

    def _text(self, word: str) -> str:
        try:
            text: str = json.loads(word)
            text.encode()
        except ValueError:  # an escape that JSON does not know, or half a character
            self.fail("a text in quotes with whole characters and the escapes of JSON")
        return text

    def _items(self, depth: int) -> list[Value]:
        items: list[Value] = []
        if self.peek() == "]":
            self.take()
            return items
        while True:
            items.append(self._value(depth + 1))
            word = self.take()
            if word == "]":
                return items
            if word != ",":
                self.fail("`,` or `]`")

    def _members(self, depth: int) -> dict[str, Value]:
        members: dict[str, Value] = {}
        if self.peek() == "}":
            self.take()
            return members
        while True:
            word = self.take()
            if not word.startswith('"'):
                self.fail("a key in quotes")
            key = self._text(word)
            if key in members:
                self.fail("a key that is not there yet")
            self.word(":")
            members[key] = self._value(depth + 1)
            word = self.take()
            if word == "}":
                return members
            if word != ",":
                self.fail("`,` or `}`")

    # -- the schema ---------------------------------------------------------------------------------------
    def check(self, value: Value, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
        """Raise the error for the first value that the schema does not allow."""
        if "$ref" in schema:
            schema = definitions[schema["$ref"].rpartition("/")[2]]
        if "oneOf" in schema:
            schema = self._alternative(value, schema["oneOf"])
        self._check_kind(value, schema)
        if value.kind == "object" and "properties" in schema:
            properties = schema["properties"]
            for key, member in value.content.items():
                if key not in properties:
                    listed = ", ".join(f"`{name}`" for name in properties)
                    self.fail(f"only the keys {listed}", f"there is `{key[:40]}`", at=member.at)
                self.check(member, properties[key], definitions)
            for key in schema.get("required", ()):
                if key not in value.content:
                    self.fail(f"the key `{key}` in this object", "it is missing", at=value.at)
            if len(value.content) < schema.get("minProperties", 0):
                self.fail("a key in this object", "it is empty", at=value.at)
        elif value.kind == "array" and "items" in schema:
            if len(value.content) < schema.get("minItems", 0):
                self.fail("at least one value in this list", "it is empty", at=value.at)
            for item in value.content:
                self.check(item, schema["items"], definitions)

    def _alternative(self, value: Value, alternatives: list[Mapping[str, Any]]) -> Mapping[str, Any]:
        """The alternative with the `kind` that the object has."""
        kinds = {a["properties"]["kind"]["const"]: a for a in alternatives}
        self._check_kind(value, {"type": "object"})
        kind = value.get("kind")
        found = kinds.get(kind.content) if kind is not None and kind.kind == "string" else None
        if found is None:
            listed = ", ".join(f'"{name}"' for name in kinds)
            self.fail(f"an object whose `kind` is one of {listed}", *_shown(kind), at=(kind or value).at)
        return found

    def _check_kind(self, value: Value, schema: Mapping[str, Any]) -> None:
        if "const" in schema or "enum" in schema:
            allowed = schema.get("enum", [schema.get("const")])
            content = int(value.content) if _is_integer(value) else value.content
            if value.kind not in ("string", "number") or content not in allowed:
                listed = " or ".join(json.dumps(a) for a in allowed)
                self.fail(listed, *_shown(value), at=value.at)
            return
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if value.kind not in wanted and not ("integer" in wanted and _is_integer(value)):
            self.fail(" or ".join(_TYPES[kind] for kind in wanted), *_shown(value), at=value.at)


def _is_integer(value: Value) -> bool:
    return value.kind == "number" and len(value.content) < 10 and value.content.isdecimal()


def _shown(value: Value | None) -> tuple[str]:
    """What a message says of a value that is not allowed."""
    if value is None:
        return ("it is missing",)
    if value.kind in ("object", "array"):
        return (f"there is {_TYPES[value.kind]}",)
    return (f"there is {json.dumps(value.content, ensure_ascii=False)[:40]}",)
