"""Trees: regret minimisation and linear programs on Leduc poker beside OpenSpiel, sequential equilibria with many parameters."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import gametheory as gt
from benchmarks.measure import Timing, forget, interleaved
from benchmarks.peers import OPENSPIEL
from benchmarks.report import Row, against
from gametheory import examples


def leduc(repetitions: int, until: float = 1e-3) -> list[Row]:
    """Measure Leduc poker to an exploitability, and its linear program."""
    form = gt.sequence_form(examples.leduc())
    what, ours = f"Leduc poker to an exploitability of {until:g}", "gametheory `regret_minimization`, CFR+"
    actions: dict[str, Callable[[], object]] = {
        ours: lambda: gt.regret_minimization(form, method="CFR+", until=until),
        "the same, DCFR": lambda: gt.regret_minimization(form, method="DCFR", until=until),
        "the same, predictive CFR+": lambda: gt.regret_minimization(form, method="PCFR+", until=until),
    }
    for action in actions.values():
        action()
    timings = interleaved(actions, repetitions)
    if OPENSPIEL:
        timings["OpenSpiel CFR+ (C++)"] = Timing((_openspiel_cfr(until),))
    rows = against(timings, ours, what)
    linear = "gametheory `zero_sum_tree` (floats, gap by best replies)"
    programs: dict[str, Callable[[], object]] = {linear: lambda: gt.zero_sum_tree(form, exact=False)}
    solved = interleaved(programs, repetitions)
    if OPENSPIEL:
        solved["OpenSpiel `sequence_form_lp` (Python, ECOS)"] = Timing((_openspiel_lp(),))
    rows += against(solved, linear, "Leduc poker, linear program")
    kuhn = examples.kuhn()
    exact = interleaved({"exact": lambda: gt.zero_sum_tree(kuhn)}, repetitions)["exact"]
    return [
        *rows,
        Row("Kuhn poker, linear program", "gametheory `zero_sum_tree` (rationals, proved): -1/18", exact),
    ]


def _openspiel_cfr(until: float) -> float:
    """Return the seconds that OpenSpiel's C++ solver takes, its exploitability looked at every 50 iterations outside the clock."""
    import pyspiel

    game = pyspiel.load_game("leduc_poker")
    solver, spent = pyspiel.CFRPlusSolver(game), 0.0
    while True:
        started = time.perf_counter()
        for _ in range(50):
            solver.evaluate_and_update_policy()
        spent += time.perf_counter() - started
        if pyspiel.exploitability(game, solver.average_policy()) <= until:
            return spent


def _openspiel_lp() -> float:
    import pyspiel
    from open_spiel.python.algorithms import sequence_form_lp

    game = pyspiel.load_game("leduc_poker")
    started = time.perf_counter()
    sequence_form_lp.solve_zero_sum_game(game)
    return time.perf_counter() - started


def spence() -> gt.Game:
    """Build a job market with three types, levels of education and wages, and eight parameters."""
    p1, p2, *rest = gt.parameters("p1 p2 c1 c2 c3 v1 v2 v3")
    cost, value = dict(zip("123", rest[:3], strict=True)), dict(zip("123", rest[3:], strict=True))
    c1, c2, c3, v1, v2, v3 = rest

    def worker(kind: str) -> gt.Move:
        def firm(level: str) -> gt.Move:
            school = int(level[1])
            wages = {
                f"w{w}": gt.end(worker=w - cost[kind] * school, firm=w * value[kind] - Fraction(w * w))
                for w in range(3)
            }
            return gt.move("firm", knows=level, actions=wages)

        return gt.move("worker", knows=kind, actions={f"e{e}": firm(f"e{e}") for e in range(3)})

    return gt.Game(
        gt.chance({"1": p1, "2": p2, "3": 1 - p1 - p2}, worker),
        assuming=[p1 > 0, p2 > 0, p1 + p2 < 1, c3 > 0, c2 > c3, c1 > c2, v1 > 0, v2 > v1, v3 > v2],
        name="job market",
    )


def parametric(seconds: float = 600) -> list[Row]:
    """Measure signalling games with three types, messages and replies, wholly symbolic and near a point."""
    what = "job market, 3 types × 3 messages × 3 replies, 8 parameters"
    point = dict(p1="1/3", p2="1/4", c1="8/5", c2="9/10", c3="3/7", v1="1/2", v2="7/4", v3="19/5")
    rows = [
        _measured(spence(), what, "all sequential equilibria", seconds),
        _measured(spence(), what, "the same, near a point", seconds, point),
    ]
    game, here = unstructured()
    what = "the same types, messages and replies, every type's cost of every message free: 9 parameters"
    rows += [
        _measured(game, what, "all sequential equilibria, budget 60 s", 60),
        _measured(game, what, "the same, near a point", seconds, here),
    ]
    return rows


def unstructured() -> tuple[gt.Game, dict[str, Fraction]]:
    """Build a signalling game whose nine costs are free, and a point."""
    names = [f"c{t}{m}" for t in range(3) for m in range(3)]
    costs = dict(zip(names, gt.parameters(" ".join(names)), strict=True))
    value = [Fraction(1, 2), Fraction(7, 4), Fraction(19, 5)]

    def pay(end: str) -> Any:
        t, m, w = int(end[2]), int(end[4]), int(end[6])
        return w - costs[f"c{t}{m}"] if end[0] == "u" else w * value[t] - Fraction(w * w)

    odds = {"t0": Fraction(1, 3), "t1": Fraction(1, 4), "t2": Fraction(5, 12)}
    game = gt.Game(_signalling(3, 3, 3, pay, odds), assuming=[c > 0 for c in costs.values()])
    draw = Random(1)
    return game, {name: Fraction(draw.randrange(1, 200), 100) for name in names}


def _signalling(
    types: int, messages: int, replies: int, payoffs: Callable[[str], Any], odds: dict[str, Any]
) -> gt.Move:
    """Build a signalling game; `payoffs` gives what is earned at an end by its name."""

    def sender(kind: str) -> gt.Move:
        def receiver(message: str) -> gt.Move:
            ends = {
                f"r{k}": gt.end(
                    sender=payoffs(f"u{kind}{message}r{k}"), receiver=payoffs(f"v{kind}{message}r{k}")
                )
                for k in range(replies)
            }
            return gt.move("receiver", knows=message, actions=ends)

        return gt.move("sender", knows=kind, actions={f"m{m}": receiver(f"m{m}") for m in range(messages)})

    return gt.chance(odds, sender)


def sizes(seconds: float = 60) -> list[Row]:
    """Measure where the search for all sequential equilibria stops: generic signalling games, numbers first, then parameters."""
    rows = []
    what = f"all sequential equilibria of a random signalling game, budget {seconds:g} s"
    for types, messages, replies in ((2, 2, 2), (2, 3, 2), (3, 2, 3), (3, 3, 2), (3, 3, 3), (4, 3, 3)):
        draw = Random(f"{types}{messages}{replies}")
        odds = {f"t{k}": Fraction(1, types) for k in range(types)}
        game = gt.Game(_signalling(types, messages, replies, lambda _, d=draw: d.randrange(1000), odds))  # type: ignore[misc]
        rows.append(
            _measured(
                game, what, f"{types} types × {messages} messages × {replies} replies, numbers", seconds
            )
        )
    return rows


def _measured(game: gt.Game, what: str, how: str, seconds: float, near: dict[str, Any] | None = None) -> Row:
    forget()
    started = time.perf_counter()
    found = gt.sequential(game, near=near, budget=gt.Budget(seconds=seconds))
    passed = time.perf_counter() - started
    return Row(what, f"{how}: {len(found)} sets, complete: {found.complete}", Timing((passed,)))
