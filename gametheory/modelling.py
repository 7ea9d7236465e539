"""Models by name: what a model file says, how it is found, and what solving it yields.

A model is one Python file of a package (`models/` here, or a user's own): it states the claim and its source, the
parameters with what is assumed of them, the game in its letters, the questions, the figure, and one sentence saying
when the claim holds and when it fails.  `catalogue` lists such a package; nothing is registered by side effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

from gametheory.errors import GameTheoryError

if TYPE_CHECKING:
    from gametheory.algebra.boundaries import Statics, Threshold
    from gametheory.algebra.proof import Theorem
    from gametheory.algebra.region import Region


class CatalogueError(GameTheoryError, LookupError):
    """A model or theorem is not in the package it was looked for in."""


@dataclass(frozen=True)
class Question:
    """What a model asks of its equilibria.

    Parameters
    ----------
    text : str
        The question in words, such as "Does S talk?".
    ask : callable
        Takes the equilibria by name of the game, returns the region where the answer is yes.
    solve_for : symbol or str
        The parameter for which the region is solved.
    """

    text: str
    ask: Callable[[Mapping[str, Any]], Region]
    solve_for: Any


@dataclass(frozen=True)
class Model:
    """A negotiation setting, stated so that it can be solved.

    Parameters
    ----------
    title, claim, source : str
        What it is called, what the claim is, and where the claim stands.
    games : mapping of str to callable
        The game, or the games to be compared, by name; each callable builds one (`Game`, `Bargaining`, ...).
    concept : callable
        The solution concept, such as `gametheory.sequential`: takes a game, returns its list of equilibria.
    questions : mapping of str to Question
        By a short name; the first is the model's threshold.
    message : str
        One plain sentence: when the claim holds, and when it fails.
    data, draw : callable
        `data(quick=...)` computes what the figure shows, `draw(data)` draws it and returns a Matplotlib figure.
    """

    title: str
    claim: str
    source: str
    games: Mapping[str, Callable[[], Any]]
    concept: Callable[[Any], Any]
    questions: Mapping[str, Question]
    message: str
    data: Callable[..., Any]
    draw: Callable[[Any], Any]

    def solve(self) -> Solved:
        """Find all equilibria of all games and answer the questions."""
        return Solved(self, {name: self.concept(build()) for name, build in self.games.items()})


@dataclass(frozen=True)
class Solved:
    """A model with its equilibria; answers are derived when they are first asked for."""

    model: Model
    equilibria: Mapping[str, Any]
    _cache: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def region(self, question: str) -> Region:
        """Return where the answer to a question is yes."""
        if question not in self._cache:
            self._cache[question] = self.model.questions[question].ask(self.equilibria).irredundant
        region: Region = self._cache[question]
        return region

    def threshold(self, question: str) -> Threshold:
        """Return that region, solved for the question's parameter."""
        return self.region(question).solve_for(self.model.questions[question].solve_for)

    @cached_property
    def statics(self) -> dict[str, dict[str, Statics]]:
        """The proved comparative statics of every threshold with a single boundary."""
        result = {}
        for name in self.model.questions:
            threshold = self.threshold(name)
            if len({b.value for b, _ in threshold.boundaries}) == 1:
                result[name] = threshold.statics()
        return result


def catalogue(package: str = "models") -> dict[str, Model]:
    """List the models of a package by their slugs (file names), in alphabetical order.

    Parameters
    ----------
    package : str
        An importable package whose modules each define `MODEL`; modules whose name starts with `_` are left out.

    Raises
    ------
    CatalogueError
        If there is no such package, or a module defines no `MODEL`.
    """
    return {slug: _attribute(name, "MODEL") for slug, name in sorted(_modules(package))}


def theorems(package: str = "proofs") -> dict[str, Callable[[], Theorem]]:
    """List the theorems of a package by the slugs of the models that they are about.

    Each module defines a function `theorem` that states and returns it.
    """
    return {slug: _attribute(name, "theorem") for slug, name in sorted(_modules(package))}


def choose(known: Mapping[str, Any], slugs: Sequence[str], what: str) -> list[str]:
    """Return the slugs asked for (all, if none is named).

    Raises
    ------
    CatalogueError
        If one is not known; the message lists those that are.
    """
    for slug in slugs:
        if slug not in known:
            raise CatalogueError(f"there is no {what} `{slug}`; there are {', '.join(known)}")
    return list(slugs) or list(known)


def _modules(package: str) -> Iterator[tuple[str, str]]:
    try:
        found = import_module(package)
    except ModuleNotFoundError as error:
        if error.name is None or not package.startswith(error.name):
            raise
        raise CatalogueError(
            f"there is no package `{package}` here; run this from the folder that holds `{package}/` "
            f"(you are in {Path.cwd().name}/)"
        ) from None
    if not hasattr(found, "__path__"):
        raise CatalogueError(f"`{package}` is a module, not a package of models")
    seen: dict[str, str] = {}
    for info in walk_packages(found.__path__, prefix=f"{package}.", onerror=_unreadable):
        slug = info.name.rpartition(".")[2]
        if not info.ispkg and not slug.startswith("_"):
            if slug in seen:
                raise CatalogueError(
                    f"`{seen[slug]}` and `{info.name}` have the same name; a slug must be unique"
                )
            seen[slug] = info.name
            yield slug, info.name


def _unreadable(package: str) -> None:
    raise CatalogueError(f"the package `{package}` cannot be imported")


def _attribute(module: str, name: str) -> Any:
    value = getattr(import_module(module), name, None)
    if value is None:
        raise CatalogueError(
            f"`{module}` defines no `{name}`; name it with a leading underscore if it is a helper"
        )
    return value
