"""Algorithms as arguments: small frozen objects to give as `method=`, and the rule that chooses one where none is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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


@dataclass(frozen=True)
class LemkeHowson:
    """One equilibrium of two players, by the path on which one label may be missing (Lemke and Howson 1964).

    Parameters
    ----------
    label : int
        The missing label: a row, or a column with the number of rows added.
    """

    label: int = 0


@dataclass(frozen=True)
class Lemke:
    """One equilibrium of two players, by Lemke's path from a prior (von den Elzen and Talman 1991).

    Parameters
    ----------
    prior : pair of mixtures, optional
        Where to start; by default both mix evenly.
    """

    prior: Sequence[Sequence[Any]] | None = None
