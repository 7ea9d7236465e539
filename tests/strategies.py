"""Hypothesis strategies and named games that the tests share."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

import gametheory as gt
from gametheory.algebra.polynomials import Polynomial

Terms = dict[tuple[int, ...], int]
"""A polynomial as plain data: coefficients by exponents."""

HALF = Fraction(1, 2)
NAMES = ("x", "y", "z")


# -- numbers, polynomials, conditions ---------------------------------------------------------------------------


def rationals() -> st.SearchStrategy[Fraction]:
    """Small exact rationals."""
    return st.builds(Fraction, st.integers(-6, 6), st.integers(1, 4))


def points(names: tuple[str, ...] = NAMES) -> st.SearchStrategy[dict[str, Fraction]]:
    """Rational points whose coordinates often lie on the boundaries that small coefficients make."""
    return st.fixed_dictionaries({n: rationals() for n in names})


def terms(names: tuple[str, ...] = NAMES, *, degree: int = 3, most: int = 5) -> st.SearchStrategy[Terms]:
    """Polynomials as plain data."""
    exponents = st.tuples(*(st.integers(0, degree) for _ in names)).filter(lambda e: sum(e) <= degree)
    return st.dictionaries(exponents, st.integers(-4, 4), max_size=most)


def polynomial(data: Terms, names: tuple[str, ...] = NAMES) -> Polynomial:
    """Build the polynomial that plain data describe, by arithmetic."""
    total = Polynomial.constant(0)
    for exponents, coefficient in data.items():
        term = Polynomial.constant(coefficient)
        for name, power in zip(names, exponents, strict=True):
            term = term * Polynomial.variable(name) ** power
        total = total + term
    return total


def value(data: Terms, point: dict[str, Fraction], names: tuple[str, ...] = NAMES) -> Fraction:
    """Evaluate plain data at a point, by definition."""
    total = Fraction(0)
    for exponents, coefficient in data.items():
        term = Fraction(coefficient)
        for name, power in zip(names, exponents, strict=True):
            term *= point[name] ** power
        total += term
    return total


def holds(number: Fraction, relation: str) -> bool:
    """Whether `number relation 0`."""
    return {">": number > 0, ">=": number >= 0, "=": number == 0, "!=": number != 0}[relation]


RELATIONS = st.sampled_from([">", ">=", "=", "!="])


@st.composite
def conditions(draw: st.DrawFn, names: tuple[str, ...] = ("x", "y")) -> Any:
    """A SymPy condition in few variables: a linear form, or a product of two, compared with zero."""
    symbols = [gt.parameters(n) for n in names]
    small = st.integers(-2, 2)
    result = 1
    for _ in range(draw(st.integers(1, 2))):
        result = result * (sum(draw(small) * s for s in symbols) + draw(small))
    relation = draw(st.sampled_from(["<", "<=", ">", ">="]))
    return {"<": result < 0, "<=": result <= 0, ">": result > 0, ">=": result >= 0}[relation]


def regions(names: tuple[str, ...] = ("x", "y")) -> st.SearchStrategy[Any]:
    """A union of one or two cells, each with one or two conditions."""
    cells = st.lists(conditions(names), min_size=1, max_size=2)
    parts = st.lists(cells.map(lambda c: gt.region(c, parameters=names)), min_size=1, max_size=2)
    return parts.map(lambda listed: listed[0] if len(listed) == 1 else listed[0] | listed[1])


# -- games ------------------------------------------------------------------------------------------------------


@st.composite
def bimatrices(
    draw: st.DrawFn, *, most: int = 3, payoffs: Any = None
) -> tuple[list[list[int]], list[list[int]]]:
    """Two payoff matrices, by default with payoffs in {0, 1, 2}: most of them are degenerate."""
    number = st.integers(0, 2) if payoffs is None else payoffs
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    table = st.lists(st.lists(number, min_size=n, max_size=n), min_size=m, max_size=m)
    return draw(table), draw(table)


def three_player_tables() -> st.SearchStrategy[list[Any]]:
    """Payoff tables of a 2 × 2 × 2 game with payoffs in {0, 1, 2}."""
    row = st.lists(st.integers(0, 2), min_size=2, max_size=2)
    table = st.lists(st.lists(row, min_size=2, max_size=2), min_size=2, max_size=2)
    return st.lists(table, min_size=3, max_size=3)


def _ends() -> st.SearchStrategy[Any]:
    return st.builds(lambda a, b: gt.end(a=a, b=b), st.integers(0, 2), st.integers(0, 2))


@st.composite
def _nodes(draw: st.DrawFn, depth: int, history: str) -> Any:
    """A random node; after it everybody knows the whole history, so that recall is perfect."""
    # A signal below another move would make games with thousands of equilibrium sets when everything ties.
    kinds = (
        ["end", "move", "chance", "simultaneous"] if history else ["move", "chance", "simultaneous", "signal"]
    )
    kind = draw(st.sampled_from(kinds[: 4 if depth else 2]))
    below = max(0, depth - 1)

    def after(*labels: str) -> Any:
        step = history + "".join(labels)
        return draw(_nodes(below - (len(labels) > 1), step)) if below >= len(labels) else draw(_ends())

    if kind == "end":
        return draw(_ends())
    if kind == "move":
        player = draw(st.sampled_from("ab"))
        return gt.move(player, knows=f"all {history}", actions={x: after(x) for x in "lr"})
    if kind == "chance":
        odds = {"h": Fraction(1, 3), "t": Fraction(2, 3)}
        return gt.chance(odds, {x: after(x) for x in "ht"})
    if kind == "simultaneous":
        replies = {x: {y: after(x, y) for y in "uv"} for x in "lr"}
        return gt.move(
            "a",
            knows=f"before {history}",
            actions={x: gt.move("b", knows=f"before {history}", actions=replies[x]) for x in "lr"},
        )
    # A move of nature that `a` sees and `b` does not.
    ends = {(t, x, y): draw(_ends()) for t in "st" for x in "lr" for y in "uv"}
    return gt.chance(
        {"s": HALF, "t": HALF},
        lambda t: gt.move(
            "a",
            knows=f"type {history}{t}",
            actions={
                x: gt.move("b", knows=f"heard {history}{x}", actions={y: ends[t, x, y] for y in "uv"})
                for x in "lr"
            },
        ),
    )


def trees(depth: int = 2) -> st.SearchStrategy[Any]:
    """Small trees of perfect recall for players `a` and `b`, degenerate ones among them."""
    return _nodes(depth, "").map(lambda root: gt.Game(root, players=("a", "b")))


@st.composite
def signalling_games(draw: st.DrawFn) -> Any:
    """Two types, two messages, two replies; payoffs in {-1, ..., 2}, a prior that ties sometimes meet."""
    number = st.integers(-1, 2)
    pay = {k: (draw(number), draw(number)) for k in product("st", "lr", "uv")}
    prior = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]))
    return gt.Game(
        gt.chance(
            {"s": prior, "t": 1 - prior},
            lambda t: gt.move(
                "a",
                knows=t,
                actions={
                    x: gt.move(
                        "b",
                        knows=x,
                        actions={y: gt.end(a=pay[t, x, y][0], b=pay[t, x, y][1]) for y in "uv"},
                    )
                    for x in "lr"
                },
            ),
        ),
        players=("a", "b"),
    )


# -- named games ------------------------------------------------------------------------------------------------


def beer_quiche(p: Any, d: Any, b: Any, g: Any, assuming: Any = ()) -> Any:
    """Beer and quiche: prior `p` of the strong type, cost `d` of a duel, preferred breakfast `b`, gain `g`."""

    def sender(t: str) -> Any:
        favourite = "beer" if t == "strong" else "quiche"

        def reply(m: str) -> Any:
            taste = b if m == favourite else 0
            fight = gt.end(sender=taste - d, receiver=g if t == "weak" else -1)
            return gt.move(
                "receiver",
                knows=m,
                actions={"fight": fight, "retreat": gt.end(sender=taste, receiver=0)},
            )

        return gt.move("sender", knows=t, actions={m: reply(m) for m in ("beer", "quiche")})

    return gt.Game(gt.chance({"strong": p, "weak": 1 - p}, sender), assuming=list(assuming))


def entry(fight: Any = -1, assuming: Any = ()) -> Any:
    """Entry deterrence: staying out pays the incumbent 2, fighting costs both."""
    return gt.Game(
        gt.move(
            "entrant",
            actions={
                "out": gt.end(entrant=0, incumbent=2, outcome="monopoly"),
                "in": gt.move(
                    "incumbent",
                    actions={
                        "fight": gt.end(entrant=-1, incumbent=fight, outcome="war"),
                        "share": gt.end(entrant=1, incumbent=1, outcome="duopoly"),
                    },
                ),
            },
        ),
        assuming=list(assuming),
    )
