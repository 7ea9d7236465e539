"""Algorithms as arguments: small frozen objects to give as `method=`, and the rule that chooses one where none is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LabelBranching:
    """All equilibria of two players, by depth-first branching on labels (the default).

    Parameters
    ----------
    compiled : bool, optional
        Search in floats with proved cuts (`True`) or in integers (`False`); by default the size decides.
    """

    compiled: bool | None = None


@dataclass(frozen=True)
class SupportEnumeration:
    """All equilibria of two players, by going through all pairs of supports (Dickhaut and Kaplan 1991)."""


@dataclass(frozen=True)
class VertexEnumeration:
    """All equilibria of two players, by listing the vertices of both best-response polytopes (Mangasarian 1964)."""
