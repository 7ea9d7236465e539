"""The result types: completeness and budgets, certificates of wrong claims, pickling, JSON, text, LaTeX, HTML."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from functools import cache

import pytest
import sympy

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.algebra.polynomials import RationalFunction
from gametheory.equilibria.certificate import Certificate, certify, float_gain
from tests.oracles import gain, named
from tests.strategies import HALF, beer_quiche, entry

p, d, b, g, c = gt.parameters("p d b g c")
ONE, NIL = RationalFunction.constant(1), RationalFunction.constant(0)


@cache
def results():
    """One result of each field, with and without free unknowns and labels."""
    chicken = ([[0, 4], [1, 3]], [[0, 1], [4, 3]])
    return {
        "exact": gt.nash(gt.NormalForm(*chicken).to_game()),
        "float": gt.nash(gt.NormalForm([[0.1, 0.4], [0.2, 0.3]], chicken[1]).to_game()),
        "degenerate": gt.nash(gt.NormalForm([[1, 1], [1, 0]], [[1, 1], [1, 0]]).to_game()),
        "labels": gt.subgame_perfect(entry()),
        "symbolic": gt.sequential(beer_quiche(p, d, b, g, [0 < p, p < 1, d > 0, b > 0, g > 0])),
        "signalling": gt.sequential(beer_quiche(HALF, 2, 1, 1)),
        "one parameter": gt.nash(entry(-c, [c > 0])),
        "none found": gt.nash(entry(), budget=gt.Budget(cases=0)),
    }


KINDS = ["exact", "float", "degenerate", "labels", "symbolic", "signalling", "one parameter", "none found"]
every = pytest.mark.parametrize("kind", KINDS)


@every
def test_pickling_keeps_everything(kind):
    """A result survives pickling with equal text, JSON, LaTeX and regions."""
    found = results()[kind]
    again = pickle.loads(pickle.dumps(found))
    assert str(again) == str(found)
    assert again.to_json() == found.to_json()
    assert again.latex() == found.latex()
    assert [e.when for e in again] == [e.when for e in found]
    assert again.complete == found.complete
    for e in found:
        assert str(pickle.loads(pickle.dumps(e))) == str(e)


@every
def test_json_says_what_the_result_says(kind):
    """The JSON parses and holds concept, field, completeness and every set with its strategies and payoffs."""
    found = results()[kind]
    data = json.loads(found.to_json())
    assert (data["concept"], data["field"], data["complete"]) == (found.concept, found.field, found.complete)
    assert len(data["equilibria"]) == len(found)
    for plain, e in zip(data["equilibria"], found, strict=True):
        assert plain["when"] == str(e.when)
        assert list(plain["payoffs"]) == list(e.payoffs)
        if not e.game.parameters and not e.free:
            read = float if found.field == "float64" else Fraction
            assert {player: read(u) for player, u in plain["payoffs"].items()} == e.payoffs
        assert plain["free"]["unknowns"] == list(e.free)
        assert [(s["player"], list(s["actions"])) for s in plain["strategy"]] == [
            (h.player, list(h.actions)) for h in e.game.information_sets
        ]


def test_json_keeps_fractions_exact():
    """Numbers in JSON are text that reads back as the same fraction."""
    data = json.loads(results()["exact"].to_json())
    mixed = [s["actions"] for e in data["equilibria"] for s in e["strategy"]]
    assert {"1": "1/2", "2": "1/2"} in mixed
    assert all(sum(map(Fraction, actions.values())) == 1 for actions in mixed)


@every
def test_faces_are_not_empty(kind):
    """Text names the number of sets and whether these are all; LaTeX and HTML show every set."""
    found = results()[kind]
    heading = str(found).splitlines()[0]
    expected = {"all": "the list is complete", "unknown": "none excluded"}[found.complete]
    assert expected in heading
    assert found._repr_html_().startswith("<pre>")
    assert found.latex().count(r"\item") == len(found)
    for e in found:
        assert e._repr_latex_() == f"${e.latex()}$"
        assert len(e.latex()) > 5
        assert repr(e).startswith(f"<{found.concept.replace('_', '-')} equilibrium: ")
        assert "largest gain from a deviation: " in str(e)


def test_text_of_an_exact_equilibrium():
    """The mixed equilibrium of chicken is written with fractions and its proof."""
    text = str(results()["exact"])
    assert text.startswith("3 nash equilibria; the list is complete.")
    assert "row @ start: 1 1/2, 2 1/2" in text
    assert "payoffs   row 2, column 2" in text
    assert "largest gain from a deviation: 0 (proved, 4 deviations)" in text


def test_text_of_a_symbolic_equilibrium():
    """Assumptions, regions, beliefs and what is free are written out."""
    text = str(results()["symbolic"])
    assert "Assuming 0 < p < 1, d > 0, b > 0, g > 0." in text
    for e in results()["symbolic"].generic:
        assert f"when      {e.when}" in text
    assert "belief of receiver @ beer: strong: p, weak: 1 - p" in text
    assert "where   0 <= mu(strong|quiche) <= g/(1 + g)" in text


def test_html_is_escaped():
    """Signs such as < are escaped for the notebook."""
    html = results()["symbolic"]._repr_html_()
    assert "0 &lt; p &lt; 1" in html


def test_outcomes_are_listed_with_their_probability():
    """A labelled game says which outcomes happen."""
    (e,) = results()["labels"]
    assert "outcomes  duopoly 1" in str(e)


def test_a_sequence_of_sets():
    """A result has a length, is indexed, sliced and iterated."""
    found = results()["exact"]
    assert len(found) == 3
    assert found[0] is next(iter(found))
    assert tuple(found[1:]) == found.sets[1:]
    assert repr(found) == "<3 nash equilibria, complete: all>"


def test_knife_edges_are_told_apart():
    """Sets that need an equation among the parameters are not generic, and the text hides no more than it says."""
    found = results()["symbolic"]
    assert {e.is_knife_edge for e in found.generic} == {False}
    edges = [e for e in found if e.is_knife_edge]
    assert len(found.generic) + len(edges) == len(found)
    whole = [0 < p, p < 1, d > 0, b > 0, g > 0]
    by_hand = [
        gt.region(sympy.Eq(d, b), assuming=whole),
        gt.region([sympy.Eq(p * (1 + g), g), d > b], assuming=whole),
    ]
    matched = [[e.when.equivalent(r) is Answer.YES for r in by_hand] for e in edges]
    assert all(sum(row) == 1 for row in matched)
    assert all(any(column) for column in zip(*matched, strict=True))


# -- honesty ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("solve", [gt.nash, gt.subgame_perfect, gt.sequential])
@pytest.mark.parametrize("cases", [0, 1, 3, 5])
def test_a_budget_of_cases_is_kept_and_reported(solve, cases):
    """With few cases the result is a part of the whole, says `some` or `unknown`, and names the budget."""
    game = beer_quiche(HALF, 2, 1, 1)
    part = solve(game, budget=gt.Budget(cases=cases))
    assert part.complete == ("some" if len(part) else "unknown")
    assert f"the budget of {cases} cases was spent" in part.reason
    assert part.reason in str(part)
    for e in part:
        sample = e.sample()
        assert gain(sample.game, sample.strategy) == 0


def test_a_budget_of_seconds_is_kept():
    """Without time nothing is claimed."""
    found = gt.sequential(beer_quiche(HALF, 2, 1, 1), budget=gt.Budget(seconds=0))
    assert (len(found), found.complete) == (0, "unknown")
    assert "0 seconds" in found.reason


def test_a_sufficient_budget_changes_nothing():
    """A budget that is not hit leaves the list complete and the reason empty."""
    found = gt.nash(entry(), budget=gt.Budget(cases=100))
    assert (found.complete, found.reason, len(found)) == ("all", "", 2)


# -- the checker ------------------------------------------------------------------------------------------------


def checked(game, concept, strategies, beliefs=None, orders=None):
    beliefs = beliefs or [None] * len(strategies)
    return certify(game, concept, strategies, beliefs, frozenset(), orders or {})


def test_the_checker_refuses_a_profile_with_a_gain():
    """Cooperating in the prisoners' dilemma fails, defecting is proved; an incredible threat is Nash but not perfect."""
    dilemma = gt.NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]).to_game()
    assert checked(dilemma, "nash", [(ONE, NIL), (ONE, NIL)]).status == "failed"
    assert checked(dilemma, "nash", [(NIL, ONE), (NIL, ONE)]) == Certificate(0, "proved", 4)
    threat = [(ONE, NIL), (ONE, NIL)]
    assert checked(entry(), "nash", threat).status == "proved"
    assert checked(entry(), "subgame_perfect", threat).status == "failed"
    assert checked(entry(), "sequential", threat, [(ONE,), (ONE,)]).status == "failed"


def test_the_checker_refuses_what_is_no_probability():
    """Probabilities that are negative or do not sum to 1 fail."""
    game = entry()
    third = RationalFunction.constant(Fraction(1, 3))
    assert checked(game, "nash", [(third, third), (NIL, ONE)]).status == "failed"
    assert checked(game, "nash", [(ONE + third, -third), (NIL, ONE)]).status == "failed"


def test_the_checker_refuses_beliefs_against_bayes():
    """With both types in one set the belief must be the prior, whatever else is optimal."""
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda t: gt.move("r", knows="nothing", actions={y: gt.end(r=0) for y in "st"}),
        )
    )
    half, third = RationalFunction.constant(HALF), RationalFunction.constant(Fraction(1, 3))
    orders = {(0, 1): 1}
    assert checked(game, "sequential", [(ONE, NIL)], [(half, half)], orders).status == "proved"
    assert checked(game, "sequential", [(ONE, NIL)], [(third, ONE - third)], orders).status == "failed"
    assert checked(game, "sequential", [(ONE, NIL)], [(half, half)]).reason.startswith("no order of trembles")


def test_the_checker_fails_where_the_sign_varies():
    """A claim that holds for some parameters only is not proved; inside the right assumption it is."""
    game = entry(-c, [c > -2])
    where = game.given
    threat = [(NIL, ONE), (ONE, NIL)]
    share = [(NIL, ONE), (NIL, ONE)]
    assert certify(game, "nash", threat, [None, None], where, {}).status == "failed"
    assert certify(game, "nash", share, [None, None], where, {}).status == "failed"
    inside = gt.region(c >= -1).cells[0] | where
    assert certify(game, "nash", share, [None, None], inside, {}).status == "proved"


def test_a_certificate_is_true_only_if_checked():
    """Proved and within tolerance are true; failed and unknown are not."""
    assert [bool(Certificate(0, s, 1)) for s in ("proved", "within tolerance", "failed", "unknown")] == [
        True,
        True,
        False,
        False,
    ]
    assert str(Certificate(0, "proved", 1)) == "0 (proved, 1 deviation)"
    assert str(Certificate(None, "failed", 1, "why")) == "failed: why"


def test_the_float_gain_is_the_gain():
    """The float checker finds the same gain as brute force: cooperating against a cooperator leaves 2 on the table."""
    game = gt.NormalForm([[3.0, 0], [5, 1]], [[3, 5], [0, 1]]).to_game()
    assert float_gain(game, "nash", [[1.0, 0.0], [1.0, 0.0]], [None, None]) == (2.0, 4)
    assert gain(game, named(game, ((1.0, 0.0), (1.0, 0.0)))) == 2.0
    tree = entry(-1.5)
    assert float_gain(tree, "subgame_perfect", [[1.0, 0.0], [1.0, 0.0]], [None, None])[0] == 2.5
    assert float_gain(tree, "nash", [[1.0, 0.0], [1.0, 0.0]], [None, None])[0] == 0.0
