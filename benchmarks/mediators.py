"""What a mediator can bring about: correlated equilibria of normal forms and of trees."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

import gametheory as gt
from benchmarks.measure import Timing, forget, interleaved
from benchmarks.report import Row, against


def _games() -> dict[str, Any]:
    draw = np.random.default_rng(1).integers
    return {
        "chicken": np.array([[[6, 2], [7, 0]], [[6, 7], [2, 0]]]),
        "Shapley's game": np.array([np.eye(3, dtype=int), np.roll(np.eye(3, dtype=int), 1, axis=1)]),
        "random 4 × 4 × 4": draw(0, 100, (3, 4, 4, 4)),
        "random 3⁵": draw(0, 100, (5, 3, 3, 3, 3, 3)),
    }


def _gains(tables: Any) -> list[Any]:
    """Write down what each disobedience gains at each profile, as one would oneself."""
    shape = tables.shape[1:]
    cells = np.arange(np.prod(shape)).reshape(shape)
    rows = []
    for k, table in enumerate(tables):
        own, where = np.moveaxis(table, k, 0), np.moveaxis(cells, k, 0)
        for told, instead in product(range(shape[k]), repeat=2):
            if told != instead:
                row = np.zeros(cells.size)
                row[where[told].ravel()] = (own[instead] - own[told]).ravel()
                rows.append(row)
    return rows


def by_hand(tables: Any) -> float:
    """Maximise welfare with HiGHS through scipy."""
    from scipy.optimize import linprog

    rows, welfare = _gains(tables), tables.sum(axis=0).ravel().astype(float)
    solved = linprog(
        -welfare,
        A_ub=np.array(rows),
        b_ub=np.zeros(len(rows)),
        A_eq=np.ones((1, len(welfare))),
        b_eq=[1.0],
        method="highs",
    )
    return float(-solved.fun)


def by_hand_directly(tables: Any) -> float:
    """Maximise welfare with HiGHS through its own Python interface, the quickest way there is: dense rows, no presolve."""
    import highspy

    rows = _gains(tables)
    matrix = np.vstack([*rows, np.ones(len(rows[0]))])
    m, n = matrix.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = n, m
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = tables.sum(axis=0).ravel().astype(float)
    program.col_lower_, program.col_upper_ = np.zeros(n), np.full(n, np.inf)
    program.row_lower_ = np.array([-np.inf] * (m - 1) + [1.0])
    program.row_upper_ = np.array([0.0] * (m - 1) + [1.0])
    places, columns = np.nonzero(matrix)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.num_col_, program.a_matrix_.num_row_ = n, m
    program.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=m))])
    program.a_matrix_.index_, program.a_matrix_.value_ = columns, matrix[places, columns]
    solver = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.passModel(program)
    solver.run()
    return float(solver.getObjectiveValue())


def _openspiel(tables: Any) -> float:
    """Maximise welfare with the program of OpenSpiel's JPSRO, solved by HiGHS through CVXPY (its own default, ECOS, may be absent)."""
    from open_spiel.python.algorithms import jpsro

    payoffs = tables.astype(float)
    matrix, slack, _ = jpsro._ace_constraints(payoffs, [0.0] * len(payoffs), remove_null=True)
    _, found = jpsro._linear(payoffs, matrix, slack, solver_kwargs={"solver": "HIGHS"})
    return float(found["val"])


def normal_forms(repetitions: int) -> list[Row]:
    """Measure the best correlated equilibrium of small games; all must find the same welfare."""
    rows: list[Row] = []
    for what, tables in _games().items():
        game = gt.NormalForm(*tables.tolist())
        ours = "`correlated`, exact with dual proof"
        actions = {
            ours: lambda game=game: (forget(), float(gt.correlated(game, exact=True).value))[1],
            "`correlated`, floats": lambda game=game: gt.correlated(game, exact=False).value,
            "hand-built program, HiGHS through scipy": lambda tables=tables: by_hand(tables),
            "hand-built program, HiGHS directly": lambda tables=tables: by_hand_directly(tables),
        }
        try:
            import open_spiel.python.algorithms.jpsro  # noqa: F401
        except ImportError:
            pass
        else:
            actions["OpenSpiel, JPSRO's program by HiGHS"] = lambda tables=tables: _openspiel(tables)
        values = [action() for action in actions.values()]
        assert np.ptp(values) < 1e-5 * max(1.0, max(map(abs, values))), values
        timings: dict[str, Timing] = interleaved(actions, repetitions)
        rows += against(timings, ours, f"best correlated equilibrium, {what}")
    return rows


def trees(repetitions: int) -> list[Row]:
    """Measure extensive-form correlated equilibria, for which the other packages measured have no program."""
    rows: list[Row] = []
    for depth in (4, 5, 6):
        tree = gt.examples.random_tree(4, depth=depth, hidden=0.7)
        actions = {
            "`extensive_correlated`, exact with dual proof": lambda tree=tree: gt.extensive_correlated(tree),
            "`extensive_correlated`, floats": lambda tree=tree: gt.extensive_correlated(tree, exact=False),
        }
        exact, floats = (action() for action in actions.values())
        assert exact.certificate.status == "proved" and abs(floats.value - float(exact.value)) < 1e-6
        timings = interleaved(actions, repetitions)
        what = f"best EFCE of a tree of {len(tree.nodes)} nodes, two players, no chance"
        rows += [Row(what, name, t, "the others have no program for it") for name, t in timings.items()]
    return rows
