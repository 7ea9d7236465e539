"""Correlated equilibria of trees: published values, the concepts apart and in order, both programs, the independent check."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ImperfectRecallError, InvalidGameError, InvalidProfileError, ParameterError
from gametheory.mediation._linear import Optimum, Program, is_optimal
from gametheory.mediation._program import solve_exactly
from tests.files.corpus import catalogue
from tests.strategies import HALF, bimatrices, three_player_tables

CONCEPTS = ("CE", "EFCE", "AFCE", "EFCCE", "NFCCE")


def signalling() -> gt.Game:
    """Von Stengel and Forges (2008), figure 1, by names."""
    paid = {"good": {"hire": (4, 10), "reject": (0, 6)}, "bad": {"hire": (6, 0), "reject": (0, 6)}}
    return gt.Game(
        gt.chance(
            {"good": HALF, "bad": HALF},
            lambda kind: gt.move(
                "student",
                knows=kind,
                actions={
                    signal: gt.move(
                        "employer",
                        knows=signal,
                        actions={r: gt.end(student=u, employer=v) for r, (u, v) in paid[kind].items()},
                    )
                    for signal in "XY"
                },
            ),
        )
    )


def simultaneous(tables: Any) -> gt.Game:
    """Return a normal form as a tree in which nobody sees what the others do."""
    shape, t = [], tables[0]
    while isinstance(t, list):
        shape.append(len(t))
        t = t[0]

    def node(chosen: tuple[int, ...]) -> Any:
        if len(chosen) == len(shape):
            paid = []
            for table in tables:
                for a in chosen:
                    table = table[a]
                paid.append(table)
            return gt.end(payoffs={f"p{k}": u for k, u in enumerate(paid)})
        k = len(chosen)
        return gt.move(f"p{k}", knows="it", actions={str(a): node((*chosen, a)) for a in range(shape[k])})

    return gt.Game(node(()))


@st.composite
def hidden_trees(draw: st.DrawFn, *, moves: int = 3, nature: str = "", players: str = "ab") -> gt.Game:
    """Trees of perfect recall in which actions are seen, or not; `nature` says who may see what chance does ("" for no chance)."""

    def node(left: int, views: dict[str, tuple[str, ...]]) -> Any:
        if left == 0 or (left < moves and draw(st.integers(0, 4)) == 0):
            return gt.end(payoffs={k: draw(st.integers(-2, 2)) for k in players})
        if nature and draw(st.integers(0, 2)) == 0:
            seen = draw(st.sampled_from(["both", "a", ""] if nature == "any" else ["both"]))
            then = {
                x: node(left - 1, {k: (*v, x if seen in (k, "both") else ".") for k, v in views.items()})
                for x in "ht"
            }
            return gt.chance({"h": Fraction(1, 3), "t": Fraction(2, 3)}, then)
        mover = draw(st.sampled_from(players))
        seen = draw(st.sampled_from(["", *players]))
        then = {
            x: node(left - 1, {k: (*v, mover + x if k in (mover, seen) else ".") for k, v in views.items()})
            for x in "lr"
        }
        return gt.move(mover, knows=views[mover], actions=then)

    return gt.Game(node(moves, {k: () for k in players}), players=tuple(players))


# -- published values -------------------------------------------------------------------------------------------


def published(name: str) -> gt.Game:
    """Return a game of von Stengel and Forges (2008) from Gambit's catalogue."""
    pytest.importorskip("pygambit")
    return gt.read(catalogue()[f"journals/mor/vonstengelforges2008/{name}.efg"])


def test_signalling_game_of_the_catalogue():
    """Section 2.3: all Nash and correlated equilibria pay (0, 6); extensive-form correlation reaches (7/2, 13/2) and (4, 6)."""
    game = published("fig1")
    assert {tuple(e.payoffs.values()) for e in gt.nash(game)} == {(0, 6)}
    for objective, value, payoffs in (
        ("2", Fraction(13, 2), (Fraction(7, 2), Fraction(13, 2))),
        ("1", 4, (4, 6)),
        ("welfare", 10, None),
    ):
        found = gt.extensive_correlated(game, objective)
        assert found.value == value and found.certificate.status == "proved" and found.bound == value
        assert payoffs is None or tuple(found.payoffs.values()) == payoffs
        before = gt.extensive_correlated(game, objective, concept="CE")
        assert tuple(before.payoffs.values()) == (0, 6)


def test_hard_game_of_the_catalogue():
    """Figure 9 encodes a formula that cannot be satisfied: 1 is out of reach; two of the three clauses can be."""
    game = published("fig9")
    for concept in CONCEPTS:
        found = gt.extensive_correlated(game, "1", concept=concept)
        assert found.value == Fraction(2, 3) and found.certificate.status == "proved"


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=24, max_size=24))
def test_circular_precedence(paid):
    """Figure 6: no order of the information sets, yet plans suffice, as there is no chance."""
    game = published("fig6")
    numbers = iter(paid)

    def again(v: int) -> Any:
        node = game.nodes[v]
        if node.kind == "end":
            return gt.end(payoffs={"1": next(numbers), "2": next(numbers)})
        s = game.information_sets[node.information_set]
        return gt.move(
            s.player,
            knows=s.knows,
            actions={a: again(c) for a, c in zip(node.labels, node.children, strict=True)},
        )

    both_programs(gt.Game(again(0)), "EFCE")


def test_who_may_leave_when():
    """The signalling game by hand: told X_B or X_G the bad type must not prefer the other signal; dropping that helps the employer."""
    game = signalling()
    values = [gt.extensive_correlated(game, "employer", concept=c).value for c in CONCEPTS]
    assert values == [6, Fraction(13, 2), Fraction(13, 2), Fraction(13, 2), Fraction(15, 2)]
    text = str(gt.extensive_correlated(game, "employer"))
    assert "student, knowing bad, told X, would as soon play Y" in text


# -- the concepts apart -----------------------------------------------------------------------------------------


def test_agents_who_do_not_trust_their_later_selves():
    """Staying out is agent-form obedience if the later self is told to throw the prize away; nobody would do that on her own."""
    game = gt.Game(
        gt.move(
            "a",
            knows="first",
            actions={
                "out": gt.end(a=1),
                "in": gt.move("a", knows="then", actions={"take": gt.end(a=2), "leave": gt.end(a=0)}),
            },
        )
    )
    worst = {c: gt.extensive_correlated(game, {"a": -1}, concept=c) for c in CONCEPTS}
    assert worst["AFCE"].payoffs["a"] == 1 and worst["AFCE"].certificate.status == "proved"
    assert all(worst[c].payoffs["a"] == 2 for c in CONCEPTS if c != "AFCE")
    plan = {((("out", "leave"),)): 1}
    assert gt.check_extensive_correlated(game, plan, "AFCE").status == "proved"
    assert gt.check_extensive_correlated(game, plan, "EFCE").gain == 1


def test_coarse_but_not_correlated():
    """Gibson (2013), section 2.2: half (A, a), a quarter each of (B, b) and (C, b): nobody leaves unheard, but told C row gains 1."""
    game = simultaneous([[[1, 0], [0, 2], [-1, 1]], [[0, 0], [0, 0], [0, 0]]])
    plan = {(("0",), ("0",)): HALF, (("1",), ("1",)): HALF / 2, (("2",), ("1",)): HALF / 2}
    status = {c: gt.check_extensive_correlated(game, plan, c).status for c in CONCEPTS}
    assert status == {
        "CE": "failed",
        "EFCE": "failed",
        "AFCE": "failed",
        "EFCCE": "proved",
        "NFCCE": "proved",
    }
    assert gt.check_extensive_correlated(game, plan, "CE").gain == HALF / 2


def test_three_players_on_a_tree():
    """Selten's horse: 3 accepts L only if D is at least half as likely as (C, d), so that 1 gets at most (3 + 2 · 4) / 3."""
    for concept in ("CE", "EFCE", "AFCE"):
        found = gt.extensive_correlated(gt.examples.selten_horse(), "1", concept=concept)
        assert found.value == Fraction(11, 3) and found.certificate.status == "proved"
        assert [(d.player, d.told, d.instead) for d in found.binding] == [("3", "L", "R")]


# -- properties -------------------------------------------------------------------------------------------------


def both_programs(game: gt.Game, concept: str) -> None:
    """Plans and profiles have the same optimum, proved, and floats come near."""
    for objective in ("welfare", {"a": 1, "b": -2} if "a" in game.players else {"1": 1, "2": -2}):
        plans = gt.extensive_correlated(game, objective, concept=concept, method="plans")
        profiles = gt.extensive_correlated(game, objective, concept=concept, method="profiles")
        assert plans.complete == profiles.complete == "some"
        assert plans.value == profiles.value == plans.bound
        assert plans.certificate.status == profiles.certificate.status == "proved"
        floats = gt.extensive_correlated(game, objective, concept=concept, exact=False)
        assert (
            abs(floats.value - float(plans.value)) < 1e-7 and floats.certificate.status == "within tolerance"
        )


@settings(max_examples=40, deadline=None)
@given(hidden_trees(moves=4), st.sampled_from(["EFCE", "EFCCE", "NFCCE"]))
def test_plans_and_profiles_agree_without_chance(game, concept):
    """Von Stengel and Forges (2008), theorem 3.10."""
    both_programs(game, concept)


@settings(max_examples=25, deadline=None)
@given(hidden_trees(moves=4, nature="public"), st.sampled_from(["EFCE", "EFCCE", "NFCCE"]))
def test_plans_and_profiles_agree_with_public_chance(game, concept):
    """Farina and Sandholm (2020)."""
    both_programs(game, concept)


@settings(max_examples=25, deadline=None)
@given(hidden_trees(moves=4, nature="any"), st.sampled_from(["EFCE", "EFCCE", "NFCCE"]))
def test_private_chance_is_not_got_wrong(game, concept):
    """Where plans may admit too much, either they are mixtures of profiles, or profiles are used."""
    found = gt.extensive_correlated(game, concept=concept)
    profiles = gt.extensive_correlated(game, concept=concept, method="profiles")
    relaxed = gt.extensive_correlated(game, concept=concept, method="plans")
    assert found.value == profiles.value <= relaxed.bound
    assert found.certificate.status == "proved"


@settings(max_examples=30, deadline=None)
@given(st.one_of(hidden_trees(nature="any"), hidden_trees(players="abc")), st.booleans())
def test_inclusions(game, sign):
    """CE, EFCE, EFCCE, NFCCE are nested, and EFCE is in AFCE: plans pass the weaker checks, and optima are ordered."""
    objective = dict.fromkeys(game.players, 1 if sign else -1)
    best = {c: gt.extensive_correlated(game, objective, concept=c) for c in CONCEPTS}
    nested = ("CE", "EFCE", "EFCCE", "NFCCE")
    for i, strong in enumerate(nested):
        for weak in nested[i:]:
            assert best[strong].value <= best[weak].value
            assert gt.check_extensive_correlated(game, best[strong].plan, weak).status == "proved"
    assert best["EFCE"].value <= best["AFCE"].value
    assert best["AFCE"].certificate.status == "proved"


@settings(max_examples=25, deadline=None)
@given(st.one_of(bimatrices(most=3), three_player_tables()), st.booleans())
def test_simultaneous_games(tables, coarse):
    """With one simultaneous move each the concepts are those of the normal form."""
    tree, table = simultaneous(tables), gt.NormalForm(*tables)
    expected = gt.correlated(table, coarse=coarse)
    for concept in ("EFCCE", "NFCCE") if coarse else ("CE", "EFCE", "AFCE"):
        assert gt.extensive_correlated(tree, concept=concept).value == expected.value


@settings(max_examples=25, deadline=None)
@given(hidden_trees(), st.sampled_from(CONCEPTS))
def test_units_change_nothing(game, concept):
    """Payoffs times 3/2, less 5, are worth as much less."""

    def again(v: int) -> Any:
        node = game.nodes[v]
        if node.kind == "end":
            before = {k: Fraction(str(u)) for k, u in zip(game.players, node.payoffs, strict=True)}
            return gt.end(payoffs={k: Fraction(3, 2) * u - 5 for k, u in before.items()})
        s = game.information_sets[node.information_set]
        below = {a: again(c) for a, c in zip(node.labels, node.children, strict=True)}
        return gt.move(s.player, knows=s.knows, actions=below)

    one = gt.extensive_correlated(game, "a", concept=concept)
    two = gt.extensive_correlated(gt.Game(again(0), players=game.players), "a", concept=concept)
    assert two.value == Fraction(3, 2) * one.value - 5


def test_prices_are_those_of_the_normal_form():
    """Chicken, in thirds for one player: the same disobediences bind at the same prices."""
    a, b = [[6, 2], [7, 0]], [[2, Fraction(7, 3)], [Fraction(2, 3), 0]]
    expected = {(d.told, d.instead, d.price) for d in gt.correlated(gt.NormalForm(a, b)).binding}
    found = gt.extensive_correlated(simultaneous([a, b]))
    assert {(str(int(d.told) + 1), str(int(d.instead) + 1), d.price) for d in found.binding} == expected


def test_the_proof_of_an_optimum_rejects():
    """x = y and x + y = 1: what breaks an equation, or is paid for at the wrong price, is no proof."""
    half = Fraction(1, 2)
    found = solve_exactly([3, 1, 0], [{2: 1, 0: -1}], gt.Budget(), equations=[{0: 1, 1: -1}], among=[0, 1])
    assert found.x[:2] == (half, half) and found.equation_prices == (1,)
    problem = Program([3, 1, 0], [({2: 1, 0: -1}, 0)], [({0: 1, 1: 1}, 1), ({0: 1, 1: -1}, 0)])
    assert is_optimal(problem, Optimum(found.x, found.prices, (Fraction(2), *found.equation_prices)))
    assert not is_optimal(problem, Optimum((Fraction(1), Fraction(0), Fraction(0)), (0,), (2, 1)))
    assert not is_optimal(problem, Optimum((half, half, Fraction(1)), (0,), (2, 1)))
    assert not is_optimal(problem, Optimum((half, half, Fraction(0)), (0,), (2, 2)))
    assert not is_optimal(problem, Optimum((half, half, Fraction(0)), (-1,), (2, 0)))


# -- the checker ------------------------------------------------------------------------------------------------


def by_hand(game: gt.Game, plan: Any) -> Fraction:
    """The largest gain of an EFCE deviation: every set, every advice there, every whole strategy of the deviator from then on."""
    worst = Fraction(0)
    for k, player in enumerate(game.players):
        own = [s for s in game.information_sets if s.player == player]
        for place, s in enumerate(own):
            earlier = gt.games.structure.own_history(game, s.nodes[0], k)
            later = [
                i
                for i, t in enumerate(own)
                if i == place
                or any(h == s.index for h, _ in gt.games.structure.own_history(game, t.nodes[0], k))
            ]
            index = [t.index for t in own]
            for told in s.actions:
                group = [
                    (profile, p)
                    for profile, p in plan
                    if profile[k][place] == told and all(profile[k][index.index(h)] == a for h, a in earlier)
                ]
                for play in product(*(own[i].actions for i in later)):
                    gain = Fraction(0)
                    for profile, p in group:
                        other = list(profile[k])
                        for i, action in zip(later, play, strict=True):
                            other[i] = action
                        gain += p * (
                            paid(game, profile, k, tuple(other)) - paid(game, profile, k, profile[k])
                        )
                    worst = max(worst, gain)
    return worst


def paid(game: gt.Game, profile: Any, k: int, strategy: Any) -> Fraction:
    """What player k gets if everybody else is obedient; where nothing is said it cannot matter."""
    played = {}
    for i, player in enumerate(game.players):
        own = [s for s in game.information_sets if s.player == player]
        chosen = strategy if i == k else profile[i]
        played[player] = {s.knows: a or s.actions[0] for s, a in zip(own, chosen, strict=True)}
    return game.payoffs(played)[game.players[k]]


@settings(max_examples=25, deadline=None)
@given(hidden_trees(moves=3, nature="any"), st.data())
def test_the_checker_against_all_deviations(game, data):
    """Any mixture: the walk finds the same largest gain as trying all whole strategies."""
    profiles = list(product(*(game.strategies(player) for player in game.players)))
    weights = data.draw(
        st.lists(st.integers(0, 3), min_size=len(profiles), max_size=len(profiles)).filter(
            lambda w: sum(w) > 0
        )
        if len(profiles) <= 64
        else st.just([1] * len(profiles))
    )
    plan = [(profile, Fraction(w, sum(weights))) for profile, w in zip(profiles, weights, strict=True) if w]
    assert gt.check_extensive_correlated(game, plan).gain == by_hand(game, plan)


def test_the_checker_rejects():
    """A plan that is a little off, one that is no distribution, and ones that do not fit."""
    game = signalling()
    found = gt.extensive_correlated(game, "employer")
    plan = dict(found.plan)
    # Told X, the bad type could trust that the good one sends X as often as Y; now Y is likelier.
    one, two = (("X", "X"), ("hire", "reject")), (("X", "Y"), ("hire", "reject"))
    p, q = plan[one], plan[two]
    off = {**plan, one: p - Fraction(1, 100), two: q + Fraction(1, 100)}
    assert gt.check_extensive_correlated(game, plan).status == "proved"
    assert gt.check_extensive_correlated(game, off).gain == Fraction(3, 100)  # half the time, 6 times 1/100
    assert gt.check_extensive_correlated(game, {**plan, one: p + 1}).status == "failed"
    assert gt.check_extensive_correlated(game, {**plan, one: -p}).status == "failed"
    assert gt.check_extensive_correlated(game, plan, "CE").status == "failed"
    for wrong in (("X",), ("X", "Z")):
        with pytest.raises(InvalidProfileError):
            gt.check_extensive_correlated(game, {(wrong, ("hire", "hire")): 1})
    with pytest.raises(InvalidProfileError, match="of 1 players"):
        gt.check_extensive_correlated(game, {(("X", "X"),): 1})
    with pytest.raises(InvalidProfileError, match="says nothing"):
        gt.check_extensive_correlated(game, {(("X", None), ("hire", "hire")): 1})
    with pytest.raises(ParameterError, match="not known"):
        gt.check_extensive_correlated(game, plan, "EFC")


# -- objectives, floats, budgets, bad input ---------------------------------------------------------------------


def labelled(unit: Any = 1) -> gt.Game:
    """A demand that may be accepted."""
    return gt.Game(
        gt.move(
            "a",
            knows="start",
            actions={
                x: gt.move(
                    "b",
                    knows=x,
                    actions={
                        "yes": gt.end(a=x2 * unit, b=(3 - x2) * unit, outcome="deal"),
                        "no": gt.end(a=unit * 0, b=unit * 0, outcome="war"),
                    },
                )
                for x, x2 in (("low", 1), ("high", 2))
            },
        )
    )


def test_outcomes_as_an_objective():
    """War can be had only with probability 0, as b accepts everything; it could be threatened if b were deaf to advice."""
    game = labelled()
    assert gt.extensive_correlated(game, {"deal": 1}).value == 1
    assert gt.extensive_correlated(game, {"war": 1}).value == 0
    assert gt.extensive_correlated(game, {"war": 1}, concept="NFCCE").value == 0
    assert gt.extensive_correlated(game, {"a": "1/2", "b": 1}).payoffs == {"a": 1, "b": 2}


def test_float_games():
    """Floats are answered in floats, or exactly if asked."""
    game = labelled(0.1)
    found = gt.extensive_correlated(game, "b")
    assert isinstance(found.value, float) and abs(found.value - 0.2) < 1e-9
    assert found.certificate.status == "within tolerance" and "0.2" in str(found)
    assert gt.extensive_correlated(game, "b", exact=True).value == Fraction(1, 5)
    assert r"\cdot" in found.latex() and "<pre>" in found._repr_html_()


def test_budgets():
    """What was not finished says so, with a bound where there is one."""
    game = signalling()
    for method in ("plans", "profiles"):
        spent = gt.extensive_correlated(game, method=method, budget=gt.Budget(seconds=0))
        assert spent.complete == "unknown" and "budget" in str(spent) and spent.value is None
    few = gt.extensive_correlated(game, "employer", budget=gt.Budget(cases=3))
    assert few.complete == "unknown" and "profiles" in few.reason and few.bound >= Fraction(13, 2)
    assert "none is worth more than" in str(few)
    relaxed = gt.extensive_correlated(game, "employer", method="plans")
    assert relaxed.complete == "unknown" and relaxed.bound == few.bound


@pytest.mark.parametrize("concept", ["EFCE", "EFCCE", "NFCCE"])
def test_a_tree_beyond_its_normal_form(concept):
    """127 nodes: far more profiles than can be listed, but few pairs of sequences; recovered exactly from floats, which agree."""
    game = gt.examples.random_tree(4, depth=6, hidden=0.7)
    exact = gt.extensive_correlated(game, concept=concept)
    floats = gt.extensive_correlated(game, concept=concept, exact=False)
    assert exact.method == "plans" and exact.certificate.status == "proved"
    assert abs(floats.value - float(exact.value)) < 1e-7 and floats.certificate.status == "within tolerance"
    listed = gt.extensive_correlated(game, concept=concept, method="profiles")
    assert listed.complete == "unknown" and "profiles" in listed.reason


def test_advice_is_worth_nothing_in_poker():
    """With constant sums each can have the value of the game by leaving: Kuhn poker pays -1/18 whatever a mediator wants."""
    first, second = gt.examples.kuhn().players
    for objective in (first, {first: -1}, second):
        found = gt.extensive_correlated(gt.examples.kuhn(), objective)
        assert found.payoffs == {first: Fraction(-1, 18), second: Fraction(1, 18)}
        assert found.certificate.status == "proved"


def test_bad_input():
    """Each with one sentence."""
    game = labelled()
    for call, message in (
        ({"maximize": "umpire"}, "neither 'welfare' nor a player"),
        ({"maximize": {"umpire": 1}}, "'umpire' does not fit"),
        ({"maximize": {"a": 1, "war": 1}}, "'war' does not fit"),
        ({"maximize": {"a": "much"}}, "not a number"),
        ({"concept": "Nash"}, "choose one of"),
        ({"method": "magic"}, "choose 'plans' or 'profiles'"),
        ({"method": "plans", "concept": "CE"}, "correlation plans need"),
    ):
        with pytest.raises(ParameterError, match=message):
            gt.extensive_correlated(game, **call)
    with pytest.raises(InvalidGameError, match="not a tree"):
        gt.extensive_correlated(gt.NormalForm([[1]], [[1]]))
    c = gt.parameters("c")
    with pytest.raises(ParameterError, match="set the parameters c"):
        gt.extensive_correlated(gt.Game(gt.move("a", actions={"x": gt.end(a=c)})))
    absent = gt.move("a", knows="?", actions={"on": gt.end(a=1), "off": gt.end(a=4)})
    absent_minded = gt.Game(gt.move("a", knows="?", actions={"on": absent, "off": gt.end(a=0)}))
    forgetful = gt.Game(gt.move("a", knows="first", actions={"l": absent, "r": absent}))
    for wrong in (absent_minded, forgetful):
        with pytest.raises(ImperfectRecallError, match="forgets"):
            gt.extensive_correlated(wrong)
        with pytest.raises(ImperfectRecallError, match="forgets"):
            gt.check_extensive_correlated(wrong, {})
