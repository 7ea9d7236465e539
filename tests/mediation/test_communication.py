"""Communication equilibria and their relatives: published values, inclusions, the checker, bad input."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import gametheory as gt
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.mediation._linear import NOTHING, Program, _by_simplex, is_optimal, solve
from tests.mediation.disputes import direct, dispute, mediated, peace
from tests.mediation.random_games import random_game
from tests.strategies import bimatrices

seeds = st.integers(0, 2**32)


# -- published values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lam", "gam", "with_mediator", "without"),
    [
        ("2/5", 2, 0.69573284, 0.69573284),
        ("3/2", 2, 0.8, 0.7),
        ("9/10", "6/5", 0.89068826, 0.82236842),
        ("3/20", "1/2", 0.94517958, 0.93405982),
        ("7/20", "1/2", 0.96618357, 0.93598537),
        ("9/20", "1/2", 0.98522167, 0.92865636),
    ],
)
def test_mediation_and_peace(lam, gam, with_mediator, without):
    """Hörner, Morelli and Squintani (2015): the mediator is worth as much as an arbitrator, and more than public talks."""
    game, fights = dispute(lam, gam)
    small, _ = dispute(lam, gam, all_splits=False)
    best = gt.communication_equilibrium(small, peace)
    judged = gt.arbitration(game, peace, outside=fights)
    open_talks = gt.public_talk(game, peace)
    assert best.value == judged.value == mediated(lam, gam) == pytest.approx(with_mediator, abs=5e-9)
    assert open_talks.value == direct(lam, gam) == pytest.approx(without, abs=5e-9)
    assert best.certificate.status == judged.certificate.status == open_talks.certificate.status == "proved"
    assert best.probability(peace) == best.value
    assert any(t.report == "H" for t in best.binding), "the weak would pass for strong"


def test_peace_at_random_points():
    """The closed forms are the programs' optima; `python -m benchmarks --only mediation` looks at a thousand points."""
    generator = np.random.default_rng(15)
    for _ in range(12):
        gam = Fraction(int(generator.integers(1, 60)), 20)
        lam = gam * Fraction(int(generator.integers(1, 40)), 40)
        game, fights = dispute(lam, gam)
        small, _ = dispute(lam, gam, all_splits=False)
        assert gt.communication_equilibrium(small, peace).value == mediated(lam, gam)
        assert gt.arbitration(game, peace, outside=fights).value == mediated(lam, gam)
        assert gt.public_talk(game, peace).value == direct(lam, gam)


def test_equal_split_for_all_where_the_strong_are_many():
    game, _ = dispute(2, 2, all_splits=False)
    assert gt.communication_equilibrium(game, peace).value == 1


# -- special cases ----------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(bimatrices(most=3))
def test_one_type_each_is_correlated_equilibrium(tables):
    one, two = tables
    game = gt.NormalForm(one, two)
    bayesian = gt.BayesianGame(
        types={"row": ("",), "column": ("",)},
        actions={"row": range(game.shape[0]), "column": range(game.shape[1])},
        prior={("", ""): 1},
        payoffs=lambda t, a: (Fraction(one[a[0]][a[1]]), Fraction(two[a[0]][a[1]])),
    )
    for objective in ("welfare", "row"):
        expected = gt.correlated(game, objective).value
        for solver in (gt.communication_equilibrium, gt.bayes_correlated):
            assert solver(bayesian, objective).value == expected


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(2, 3), st.integers(2, 3))
def test_an_uninformed_receiver_is_persuaded(seed, states, actions):
    """Bayes correlated equilibrium for the sender is persuasion; talks that must be believed are worth no more."""
    generator = np.random.default_rng(seed)
    weights = generator.integers(1, 6, states).tolist()
    prior = {f"s{k}": Fraction(w, sum(weights)) for k, w in enumerate(weights)}
    tables = [
        {s: {f"a{j}": int(generator.integers(-4, 5)) for j in range(actions)} for s in prior}
        for _ in range(2)
    ]
    persuaded = gt.persuasion(prior, *tables)
    game = gt.BayesianGame(
        types={"sender": tuple(prior), "receiver": ("",)},
        actions={"sender": ("",), "receiver": tuple(f"a{j}" for j in range(actions))},
        prior={(s, ""): p for s, p in prior.items()},
        payoffs=lambda t, a: (tables[0][t[0]][a[1]], tables[1][t[0]][a[1]]),
    )
    assert gt.bayes_correlated(game, "sender").value == persuaded.value
    talk = gt.mediated_talk(prior, *tables, maximize="sender")
    assert talk.value == gt.communication_equilibrium(game, "sender").value <= persuaded.value
    honest = gt.communication_equilibrium(game, "sender", can_report={"sender": {s: [s] for s in prior}})
    assert honest.value == persuaded.value, "a sender who cannot lie is an experiment"


@settings(max_examples=20, deadline=None)
@given(seeds, st.sampled_from([((2, 2), (2, 2)), ((2, 3), (3, 2)), ((3, 1), (1, 3)), ((2, 2, 1), (2, 2, 2))]))
def test_inclusions(seed, sizes):
    """What must be asked or obeyed freely is a constraint; certification and enforcement can only help."""
    game = random_game(seed, *sizes)
    first = game.players[0]
    for objective in ("welfare", first):
        asked = gt.communication_equilibrium(game, objective)
        knowing = gt.bayes_correlated(game, objective)
        judged = gt.arbitration(game, objective)
        certified = gt.communication_equilibrium(
            game, objective, can_report={p: {t: [t] for t in game.types[p]} for p in game.players}
        )
        tables = {p: game._tables[k] for k, p in enumerate(game.players)}
        best = sum(
            game.prior[t]
            * max(
                sum(tables[p][i][j] for p in ([first] if objective == first else game.players))
                for j in range(len(game.action_profiles))
            )
            for i, t in enumerate(game.type_profiles)
        )
        assert asked.value <= certified.value == knowing.value <= best
        assert asked.value <= judged.value <= best
        for found in (asked, knowing, judged, certified):
            assert found.certificate.status == "proved" and found.certificate.gain == 0
        public = gt.public_talk(game, objective)
        if public.complete == "some":
            assert public.certificate.status == "proved"
            # What is heard by all can be told in confidence as well.
            assert gt.check_mediation(game, public.device).status == "proved"
            assert public.value <= asked.value
        else:
            assert public.complete == "none"


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_bayesian_nash_equilibria_need_no_mediator(seed):
    """What both sides do without talking, a mediator can tell them to do: it is a communication equilibrium, and never better."""
    game = random_game(seed)
    plain = game.normal_form()
    best = {p: gt.communication_equilibrium(game, p).value for p in game.players}
    kinds = list(product(game.actions["player 0"], repeat=2))
    for e in gt.nash(plain):
        for one, two in e.extreme:
            device = {}
            for t in game.type_profiles:
                drawn = device.setdefault(t, {})
                for (f, p), (g, q) in product(zip(kinds, one, strict=True), zip(kinds, two, strict=True)):
                    if p * q:
                        told = (f[t[0]], g[t[1]])
                        drawn[told] = drawn.get(told, 0) + p * q
            assert gt.check_mediation(game, device).status == "proved"
            for k, player in enumerate(game.players):
                earned = sum(
                    game.prior[t] * p * game.payoff(player, t, a)
                    for t in device
                    for a, p in device[t].items()
                )
                assert earned <= best[player], (k, player)


# -- other means ------------------------------------------------------------------------------------------------


def _all_plans(game, worth):
    """Solve with one row for every misreport with every map from recommendations to actions."""
    types, acts = game.type_profiles, game.action_profiles
    at = {(t, a): n for n, (t, a) in enumerate(product(types, acts))}
    rows = []
    for k, player in enumerate(game.players):
        own_acts = list(game.actions[player])
        for own, report in product(game.types[player], repeat=2):
            for plan in product(own_acts, repeat=len(own_acts)):
                row = np.zeros(len(at))
                for t in types:
                    if t[k] != own:
                        continue
                    for a in acts:
                        took = (*a[:k], plan[own_acts.index(a[k])], *a[k + 1 :])
                        lied = (*t[:k], report, *t[k + 1 :])
                        row[at[lied, a]] += float(game.prior[t] * game.payoff(player, t, took))
                        row[at[t, a]] -= float(game.prior[t] * game.payoff(player, t, a))
                rows.append(row)
    sums = np.kron(np.eye(len(types)), np.ones(len(acts)))
    objective = np.array([float(game.prior[t]) * worth(t, a) for t, a in at])
    solved = linprog(-objective, np.array(rows), np.zeros(len(rows)), sums, np.ones(len(types)))
    return -solved.fun


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from([((2, 2), (2, 2)), ((3, 1), (1, 3)), ((2, 1), (2, 3))]))
def test_every_plan_spelled_out_gives_the_same_value(seed, sizes):
    game = random_game(seed, *sizes)
    for player in game.players:
        expected = _all_plans(game, lambda t, a, who=player: float(game.payoff(who, t, a)))
        assert float(gt.communication_equilibrium(game, player).value) == pytest.approx(expected, abs=1e-8)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_floats_agree_and_stay_floats(seed):
    game = random_game(seed)
    exact = gt.communication_equilibrium(game)
    floats = gt.communication_equilibrium(game, exact=False)
    assert isinstance(floats.value, float) and floats.certificate.status == "within tolerance"
    assert floats.value == pytest.approx(float(exact.value), abs=1e-7)
    halved = gt.BayesianGame(
        game.types,
        game.actions,
        game.prior,
        lambda t, a: [0.5 * float(game.payoff(p, t, a)) for p in game.players],
    )
    assert not halved.exact and isinstance(gt.communication_equilibrium(halved).value, float)
    assert gt.communication_equilibrium(halved, exact=True).value == exact.value / 2


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_programs_in_rationals(seed):
    """Recovered vertices and the simplex method agree, with equations, negative right sides and infeasible programs among them."""
    generator = np.random.default_rng(seed)
    size = 5

    def rows(count, low):
        return [
            (
                {j: Fraction(int(a)) for j, a in enumerate(generator.integers(-3, 5, size)) if a},
                Fraction(int(generator.integers(low, 8)), 3),
            )
            for _ in range(count)
        ]

    bound = ({j: Fraction(1) for j in range(size)}, Fraction(10))
    objective = [Fraction(int(c)) for c in generator.integers(-4, 6, size)]
    program = Program(objective, [bound, *rows(3, -2)], rows(2, -1))
    one, two = solve(program, gt.Budget()), _by_simplex(program, gt.Budget())
    assert one.feasible == two.feasible
    if one.feasible:
        assert is_optimal(program, one) and is_optimal(program, two)
        worth = [sum(c * p for c, p in zip(objective, found.x, strict=True)) for found in (one, two)]
        assert worth[0] == worth[1]
    else:
        assert one is NOTHING


# -- bad input --------------------------------------------------------------------------------------------------

GOOD = {
    "types": {"one": ("x", "y"), "two": ("",)},
    "actions": {"one": ("",), "two": ("l", "r")},
    "prior": {("x", ""): "1/2", ("y", ""): "1/2"},
    "payoffs": lambda t, a: (0, 1),
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"actions": {"one": ("",)}}, "same players"),
        ({"types": {"one": ("x", "x"), "two": ("",)}}, "none twice"),
        ({"actions": {"one": (), "two": ("l",)}}, "at least one"),
        ({"prior": {("x", ""): "1/2", ("y", ""): "1/3"}}, "sums to 5/6"),
        ({"prior": {("x", ""): 2, ("y", ""): -1}}, "probabilities that sum to 1"),
        ({"prior": {("x", ""): 1}}, "'y' with probability 0"),
        ({"prior": {("z", ""): 1}}, "no profile"),
        ({"prior": {"one": {"x": 1}, "two": {"": 1}}}, "probability for each of x, y"),
        ({"prior": {"one": {"x": 1, "y": 1}, "two": {"": 1}}}, "sums to 2"),
        ({"prior": {("x", ""): "half", ("y", ""): "1/2"}}, "not a number"),
        ({"payoffs": lambda t, a: (0,)}, "one for each of one, two"),
        ({"payoffs": lambda t, a: (0, float("inf"))}, "not a finite number"),
        ({"payoffs": {}}, "no payoff at types"),
        ({"payoffs": 3}, "function or a mapping"),
    ],
)
def test_bad_games(change, message):
    with pytest.raises(InvalidGameError, match=message):
        gt.BayesianGame(**{**GOOD, **change})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"maximize": "three"}, "neither 'welfare' nor a player"),
        ({"maximize": {"three": 1}}, "neither a player"),
        ({"maximize": lambda t, a: "much"}, "not a number"),
        ({"can_report": {"three": {}}}, "no player 'three'"),
        ({"can_report": {"one": {"z": ["z"]}}}, "no type 'z'"),
        ({"can_report": {"one": {"x": ["y"]}}}, "not what it is"),
        ({"outside": {"three": 0}}, "no player 'three'"),
        ({"outside": {"one": {"x": 0}}}, "one for each type"),
        ({"outside": {"one": "nothing"}}, "not a number"),
    ],
)
def test_bad_questions(arguments, message):
    with pytest.raises(ParameterError, match=message):
        gt.communication_equilibrium(gt.BayesianGame(**GOOD), **arguments)


def test_other_bad_input():
    with pytest.raises(ParameterError, match="not a BayesianGame"):
        gt.bayes_correlated(gt.NormalForm([[1]], [[1]]))
    with pytest.raises(ParameterError, match="receiver has payoffs for"):
        gt.mediated_talk({"x": 1, "y": 0}, {s: {"l": 0} for s in "xy"}, {"x": {"l": 0}, "y": {"r": 1}})
    with pytest.raises(InvalidGameError, match="no player"):
        gt.BayesianGame(**GOOD).payoff("three", ("x", ""), ("", "l"))
