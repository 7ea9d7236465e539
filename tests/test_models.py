"""Every model of the catalogue: solved completely, certified, proved step by step, and right at its cited values."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import And, Eq, Not

import gametheory as gt
from gametheory.algebra.decide import Answer
from gametheory.modelling import catalogue, theorems
from tests.oracles import gain

MODELS = catalogue()
THEOREMS = theorems()
GAMES = [(slug, name) for slug, model in MODELS.items() for name in model.games]
QUESTIONS = [(slug, name) for slug, model in MODELS.items() for name in model.questions]

every_model = pytest.mark.parametrize("slug", MODELS)
every_game = pytest.mark.parametrize(("slug", "name"), GAMES)
every_tree = pytest.mark.parametrize(
    ("slug", "name"), [(s, n) for s, n in GAMES if isinstance(MODELS[s].games[n](), gt.Game)]
)
every_question = pytest.mark.parametrize(("slug", "name"), QUESTIONS)


@cache
def solved(slug):
    return MODELS[slug].solve()


@cache
def stated(slug):
    return THEOREMS[slug]()


@cache
def figure_data(slug):
    return MODELS[slug].data(quick=True)


def found(slug, name="game"):
    return solved(slug).equilibria[name]


# -- what holds for every model ---------------------------------------------------------------------------------


@every_model
def test_a_model_says_what_it_is(slug):
    model = MODELS[slug]
    assert all(text.strip() for text in (model.title, model.claim, model.source, model.message))
    assert model.games and model.questions
    assert "fails" in model.message, "the message says where the claim fails too"


@every_game
def test_all_equilibria_are_found_and_cover_the_parameters(slug, name):
    equilibria = found(slug, name)
    assert equilibria.complete == "all", equilibria.reason
    assert equilibria.covers().status == "proved"


@every_game
def test_every_certificate_is_proved(slug, name):
    """What a solver found carries a proved certificate; what was derived by hand says why the list is as it is."""
    if isinstance(found(slug, name), gt.Derived):
        assert found(slug, name).reason
        return
    for e in found(slug, name):
        assert (e.certificate.status, e.certificate.gain) == ("proved", 0)


@every_tree
def test_nobody_gains_at_a_sample_of_every_equilibrium(slug, name):
    """An oracle that knows only expected payoffs tries every pure plan at an exact point of every set."""
    for e in found(slug, name):
        point = e.sample()
        assert gain(point.game, point.strategy) == 0


@every_question
def test_every_question_has_an_exact_answer(slug, name):
    question = MODELS[slug].questions[name]
    region, threshold = solved(slug).region(name), solved(slug).threshold(name)
    assert question.text.endswith("?")
    assert str(region) and str(threshold) and threshold.latex()
    assert region.equivalent(question.ask(solved(slug).equilibria)) is Answer.YES


@every_model
def test_comparative_statics_are_decided(slug):
    for statics in solved(slug).statics.values():
        assert "?" not in map(str, statics.values())


def test_every_model_has_a_theorem_of_its_name():
    assert list(THEOREMS) == list(MODELS)


@every_model
def test_the_theorem_is_proved_step_by_step(slug):
    theorem = stated(slug)
    assert theorem.name == slug and theorem.statement.strip()
    assert theorem.steps and theorem.conclusions
    checks = theorem.check()
    assert len(checks) == len(theorem.steps) + len(theorem.conclusions)
    assert [(text, proof.status) for text, proof in checks if not proof] == []


@every_model
def test_a_theorem_with_its_steps_inverted_is_refuted_everywhere(slug):
    """So no step holds for want of a point that its assumptions allow."""
    theorem = stated(slug)
    inverted = [replace(step, claim=Not(step.claim)) for step in theorem.steps]
    checks = replace(theorem, steps=inverted, conclusions=()).check()
    assert [proof.status for _, proof in checks] == ["refuted"] * len(inverted)


@every_model
def test_the_figure_has_labels(slug):
    from matplotlib.figure import Figure

    with gt.plot.style():
        figure = MODELS[slug].draw(figure_data(slug))
    assert isinstance(figure, Figure) and figure.axes
    for axes in figure.axes:
        assert axes.get_xlabel() and axes.get_ylabel()


# -- a wrong theorem --------------------------------------------------------------------------------------------


def test_a_wrong_step_is_refuted_with_a_point_where_it_fails():
    w, tau = gt.parameters("w tau")
    theorem = gt.Theorem(
        name="wrong",
        statement="Delay is at least one half of the excess suspicion, and falls in the prior.",
        assuming=[0 < tau, tau < w, w < 1],
        steps=[
            gt.Step(
                "The fraction is a probability.", And((w - tau) / (1 - tau) > 0, (w - tau) / (1 - tau) < 1)
            ),
            gt.Step("It falls in the prior.", ((w - tau) / (1 - tau)).diff(w) < 0),
        ],
    )
    right, wrong = (proof for _, proof in theorem.check())
    assert right.status == "proved"
    assert wrong.status == "refuted" and not wrong
    point = wrong.counterexample
    assert 0 < point["tau"] < 1
    assert "it fails at" in wrong.reason


def test_a_conclusion_that_is_wrong_at_its_boundary_only_is_refuted_there():
    """`w < tau` instead of `w <= tau`: the two regions differ on one face, and the point named lies on it."""
    theorem = stated("face_saving_exit")
    (title, _, region), *_ = theorem.conclusions
    w, tau = gt.parameters("w tau")
    wrong = replace(theorem, steps=[], conclusions=[(title, w < tau, region)])
    ((_, proof),) = wrong.check()
    assert proof.status == "refuted"
    assert proof.counterexample["w"] == proof.counterexample["tau"]
    assert "a point of the solver's region only" in proof.reason


# -- cited values, exactly --------------------------------------------------------------------------------------


def test_both_or_nothing_at_unit_gain():
    """x* = 2/5 at G = 1, pi = 3/10: there, engaging is exactly as good as refusing against a coin toss."""
    slug, point = "both_or_nothing_mediator", {"G": 1, "pi": Fraction(3, 10)}
    (mixed,) = (e for e in found(slug, "direct").at(**point, x=Fraction(2, 5)) if not e.is_pure)
    assert mixed.strategy["strong"]["nothing"]["engage"] == Fraction(1, 2)
    assert mixed.strategy["weak"]["nothing"]["engage"] == Fraction(1, 2)
    risk_dominant = solved(slug).region("risk dominant").substitute(**point)
    assert risk_dominant.solve_for("x").value == Fraction(2, 5)
    assert {"x": Fraction(39, 100)} in risk_dominant and {"x": Fraction(2, 5)} not in risk_dominant


def test_both_or_nothing_leaves_the_stalemate():
    for cost in (Fraction(3, 10), 1, 2):
        equilibria = found("both_or_nothing_mediator", "mediated").at(G=1, pi=cost, x=Fraction(1, 2))
        assert any(e.outcomes["stalemate"] == 1 and e.is_pure for e in equilibria)
    assert solved("both_or_nothing_mediator").region("stalemate remains").is_everything() is Answer.YES


def test_face_saving_delay_at_an_even_prior():
    """P(delay) = 3/8 at w = 1/2, tau = 1/5, in the only equilibrium where a strong leader can bear a challenge."""
    rest = {"w": Fraction(1, 2), "tau": Fraction(1, 5), "G": 1, "K": 2}
    (only,) = found("face_saving_exit").at(**rest, s=1, k=Fraction(1, 2))
    assert only.outcomes["delay"] == Fraction(3, 8)
    assert only.strategy["leader"]["weak"]["settle"] == Fraction(1, 4)
    assert only.strategy["observer"]["settled"]["challenge"] == Fraction(1, 2)


def test_face_saving_has_no_partial_delay_where_the_strong_cannot_bear_a_challenge():
    """At k/s = 3 > K/G = 2 the fraction 3/8 is no equilibrium; everybody holds out."""
    rest = {"w": Fraction(1, 2), "tau": Fraction(1, 5), "G": 1, "K": 2}
    equilibria = found("face_saving_exit").at(**rest, s=1, k=3)
    assert len(equilibria) > 0
    assert {e.outcomes["delay"] for e in equilibria} == {1}


def test_verify_while_talking_at_three_tenths():
    """b* = 5/19 at c = 2/5, L = 2, Delta = 3/10: S mixes there, talks below, strikes above."""
    slug = "verify_while_talking"
    rest = {"c": Fraction(2, 5), "L": 2, "Delta": Fraction(3, 10), "g": 1, "l": 1}
    threshold = solved(slug).region("talk").substitute(**rest).solve_for("b")
    assert threshold.value == Fraction(5, 19)
    at_threshold = found(slug).at(**rest, b=Fraction(5, 19))
    assert any(not e.is_pure for e in at_threshold)
    (below,) = found(slug).at(**rest, b=Fraction(5, 19) - Fraction(1, 1000))
    (above,) = found(slug).at(**rest, b=Fraction(5, 19) + Fraction(1, 1000))
    assert below.strategy["S"]["prior"] == {"talk": 1, "strike": 0}
    assert above.strategy["S"]["prior"] == {"talk": 0, "strike": 1}


def test_verify_while_talking_on_the_knife_edge():
    """At Delta = g/(g + l) S can talk for every suspicion, and can strike too where suspicion is high."""
    rest = {"c": Fraction(2, 5), "L": 2, "Delta": Fraction(1, 2), "g": 1, "l": 1, "b": Fraction(9, 10)}
    equilibria = found("verify_while_talking").at(**rest)
    probabilities = {e.sample().strategy["S"]["prior"]["talk"] for e in equilibria}
    assert {0, 1} <= probabilities
    b, delta, g, loss = gt.parameters("b Delta g l")
    edge = gt.region(Eq(delta, g / (g + loss)), assuming=[0 < b, b < 1, g > 0, loss > 0])
    assert edge.implies(solved("verify_while_talking").region("talk")) is Answer.YES


# -- what the figures show --------------------------------------------------------------------------------------


def test_the_figure_of_both_or_nothing_shows_the_closed_forms():
    data = figure_data("both_or_nothing_mediator")
    assert data.dominance == 1
    assert np.allclose(data.risk_dominance, (1 - data.exposure) / 2, rtol=0, atol=1e-12)
    assert len(data.exposure) >= 5 and data.exposure[0] == 0 and data.exposure[-1] == 1


def test_the_figure_of_face_saving_shows_the_closed_form():
    data = figure_data("face_saving_exit")
    assert data.tau == 0.2
    closed = np.maximum(0, (data.prior - 0.2) / 0.8)
    assert np.allclose(data.delay, closed, rtol=0, atol=1e-12)
    assert (data.prior < 0.2).any() and (data.prior > 0.8).any()


def test_the_figure_of_verify_while_talking_shows_the_closed_form():
    data = figure_data("verify_while_talking")
    assert data.deterrence == 0.5
    closed = 0.4 / ((1 - data.detection) * 2 + data.detection * 0.4)
    assert np.allclose(data.suspicion, closed, rtol=0, atol=1e-12)
    assert len(data.detection) >= 20
