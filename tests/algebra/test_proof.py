"""Proofs: proved, refuted at a point where the claim really fails, unknown when the budget ends; theorems step by step."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings

from gametheory import Budget, Step, Theorem, parameters, prove, region
from gametheory.algebra.decide import Answer
from gametheory.errors import ExpressionError
from tests.strategies import regions

a, b, x, y, q, c, L = parameters("a b x y q c L")

# Schur's inequality of degree one (Hardy, Littlewood and Pólya, Inequalities, 1934).
SCHUR = x * (x - y) * (x - a) + y * (y - x) * (y - a) + a * (a - x) * (a - y) >= 0


@pytest.mark.parametrize(
    ("claim", "assuming"),
    [
        (a**2 + b**2 >= 2 * a * b, []),
        (SCHUR, [x >= 0, y >= 0, a >= 0]),
        (sympy.Or(x <= y, y <= x), []),
        (sympy.Implies(x > 1, x**2 > x).to_nnf(), []),
        ([x > 0, x < 2], [x > Fraction(1, 2), x < 1]),
        (a / b > 0, [a > 0, b > 0]),
        (True, []),
        (x > 0, [x > 1, x < 0]),
    ],
    ids=["AM-GM", "Schur", "total order", "case", "list", "quotient", "true", "contradiction"],
)
def test_true_claims_are_proved(claim, assuming):
    """Classical inequalities and tautologies are proved, and a proof is true."""
    proof = prove(claim, assuming=assuming)
    assert (proof.status, proof.counterexample) == ("proved", None)
    assert proof


@settings(max_examples=25)
@given(regions(), regions())
def test_a_refuted_claim_really_fails_at_its_counterexample(claim, assumed):
    """Whatever the claim: proved means implied, refuted comes with a point of the assumption where it fails."""
    for part in assumed.cells:
        assumption = type(assumed)([part], parameters=("x", "y"))
        proof = prove(claim, assuming=assumption)
        assert (proof.status == "proved") == (assumption.implies(claim) is Answer.YES)
        if proof.status == "refuted":
            point = {"x": 0, "y": 0, **proof.counterexample}
            assert assumption.contains(point)
            assert not claim.contains(point)
            assert not proof


def test_a_counterexample_is_named_in_the_reason():
    """The reason of a refutation names the point, and the point is exact."""
    proof = prove(x * y > 0, assuming=[x > 0])
    assert proof.status == "refuted"
    assert proof.counterexample["x"] > 0 >= proof.counterexample["y"]
    assert all(isinstance(v, Fraction) for v in proof.counterexample.values())
    assert f"y = {proof.counterexample['y']}" in str(proof)


def test_a_claim_that_fails_at_irrational_points_only():
    """x² ≠ 2 is refuted, without a rational counterexample."""
    proof = prove(sympy.Ne(x**2, 2))
    assert (proof.status, proof.counterexample) == ("refuted", None)
    assert "irrational" in proof.reason


def test_without_time_a_proof_is_unknown():
    """With no budget the answer is unknown, is not true, and says why."""
    proof = prove(a**4 + b**4 + 7 >= a * b * 3, budget=Budget(seconds=0))
    assert (proof.status, proof.counterexample) == ("unknown", None)
    assert not proof
    assert "budget" in proof.reason
    assert prove(a**4 + b**4 + 7 >= a * b * 3).status == "proved"


def test_claims_inherit_what_their_region_assumes():
    """A region's own assumption counts as assumed."""
    assert prove(region(x * y > 0, assuming=[y > 0]), assuming=[x > 0])
    assert prove(region(x * y > 0), assuming=[x > 0]).status == "refuted"


def test_something_that_is_no_condition_is_refused():
    """An expression, text or a disjunctive assumption is refused in words."""
    for claim in (x + 1, "x > 0"):
        with pytest.raises(ExpressionError, match="not a condition"):
            prove(claim)
    with pytest.raises(ExpressionError, match="not a conjunction"):
        prove(x > 0, assuming=sympy.Or(x > 1, x < -1))


def theorem(step=q * (c + L) < c, derived=q < c / (c + L), solved=q * (c + L) < c):
    assumed = [0 < q, q < 1, c > 0, L > 0]
    return Theorem(
        name="talk",
        statement="Talking pays iff the risk is small.",
        assuming=assumed,
        steps=[
            Step("The gain is c - q(c + L).", sympy.Eq(c - q * (c + L), c * (1 - q) - q * L)),
            Step("So it is positive.", step, given=[c - q * (c + L) > 0]),
        ],
        conclusions=[("talk", derived, lambda: region(solved, assuming=assumed))],
    )


def test_a_right_theorem_is_proved_step_by_step():
    """Every step and every conclusion of a right derivation is proved, in order."""
    results = theorem().check()
    assert [title for title, _ in results] == [
        "The gain is c - q(c + L).",
        "So it is positive.",
        "The solver's region: talk",
    ]
    assert [proof.status for _, proof in results] == ["proved"] * 3


def test_a_wrong_step_is_refuted():
    """A step that does not follow is refuted at a point of the assumptions, and the others stay proved."""
    results = theorem(step=q * (c + L) < c / 2).check()
    assert [proof.status for _, proof in results] == ["proved", "refuted", "proved"]
    point = results[1][1].counterexample
    assert 0 < point["q"] < 1
    assert point["c"] - point["q"] * (point["c"] + point["L"]) > 0
    assert point["q"] * (point["c"] + point["L"]) >= point["c"] / 2


@pytest.mark.parametrize(
    ("change", "side"),
    [
        ({"derived": 2 * q < c / (c + L)}, "the solver's region"),
        ({"solved": 2 * q * (c + L) < c}, "the derived region"),
    ],
    ids=["too small", "too large"],
)
def test_a_conclusion_that_differs_from_the_solver_is_refuted(change, side):
    """A derived region that is too small or too large is refuted with a point of the other side only."""
    _, proof = theorem(**change).check()[-1]
    assert proof.status == "refuted"
    assert side in proof.reason


def test_a_theorem_without_time_is_unknown():
    """With no budget steps are unknown, never proved."""
    hard = Theorem("hard", "", [], [Step("", a**4 + b**4 + 5 >= a * b * 3)])
    assert [proof.status for _, proof in hard.check(Budget(seconds=0))] == ["unknown"]
