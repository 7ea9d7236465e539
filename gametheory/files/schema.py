"""The schema of our own JSON format, in the terms of JSON Schema (draft 2020-12).

The reader checks against this very dictionary.  A change that old readers do not understand gets a new version.
"""

from __future__ import annotations

from typing import Any

FORMAT = "gametheory"
VERSION = 1

_NUMBER = {
    "type": ["string", "number"],
    "description": "an expression in the parameters, or a number, which is read exactly (unless the field is float64)",
}
_NUMBERS = {"type": "array", "items": {"$ref": "#/$defs/number"}, "minItems": 1}
_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_INDEX = {"type": "integer", "minimum": 0}
_INDICES = {"type": "array", "items": _INDEX, "minItems": 1}

_HEAD: dict[str, Any] = {
    "format": {"const": FORMAT},
    "version": {"const": VERSION},
    "name": {"type": ["string", "null"]},
    "players": _NAMES,
    "field": {"enum": ["exact", "float64", "symbolic"]},
    "parameters": {"type": "array", "items": {"type": "string"}},
    "assuming": {
        "type": "array",
        "items": {"type": "string"},
        "description": "conditions that hold together, such as `0 < q < 1`",
    },
}
_NEEDED = ["format", "version", "kind", "players", "field"]


def _object(needed: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A finite game",
    "oneOf": [
        _object(
            [*_NEEDED, "actions", "payoffs"],
            {
                **_HEAD,
                "kind": {"const": "normal"},
                "actions": {"type": "array", "items": _NAMES},
                "payoffs": {
                    "type": "array",
                    "items": _NUMBERS,
                    "description": "for each player the payoffs of all profiles, the last player's action fastest",
                },
            },
        ),
        _object(
            [*_NEEDED, "information_sets", "nodes"],
            {
                **_HEAD,
                "kind": {"const": "extensive"},
                "information_sets": {
                    "type": "array",
                    "items": _object(
                        ["player", "knows", "actions"],
                        {"player": {"type": "string"}, "knows": {"$ref": "#/$defs/knows"}, "actions": _NAMES},
                    ),
                },
                "nodes": {
                    "type": "array",
                    "items": {"$ref": "#/$defs/node"},
                    "minItems": 1,
                    "description": "the root first, every node after its parent",
                },
            },
        ),
    ],
    "$defs": {
        "number": _NUMBER,
        "knows": {
            "type": ["string", "number", "boolean", "null", "array", "object"],
            "description": "a list is a tuple; sets and fractions are objects with one key",
            "items": {"$ref": "#/$defs/knows"},
            "properties": {
                "set": {"type": "array", "items": {"$ref": "#/$defs/knows"}},
                "fraction": {"type": "string"},
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
        "node": {
            "oneOf": [
                _object(
                    ["kind", "set", "then"],
                    {"kind": {"const": "move"}, "set": _INDEX, "then": _INDICES},
                ),
                _object(
                    ["kind", "labels", "probabilities", "then"],
                    {
                        "kind": {"const": "chance"},
                        "labels": _NAMES,
                        "probabilities": _NUMBERS,
                        "then": _INDICES,
                    },
                ),
                _object(
                    ["kind", "payoffs"],
                    {
                        "kind": {"const": "end"},
                        "payoffs": _NUMBERS,
                        "outcome": {"type": ["string", "null"]},
                        "time": {"type": ["string", "number", "null"]},
                    },
                ),
            ]
        },
    },
}
"""What a document looks like."""
