"""Messengers: noise, filters, delay, cost, disclosure of acceptances."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import (
    ImperfectRecallError,
    InvalidGameError,
)
from models.essays import both_or_nothing_mediator
from tests.mediation.mediated_games import HALF, TRIAL, inform, payoffs, stalling
from tests.strategies import signalling_games


def test_what_is_delivered_under_its_own_name_is_the_same_game():
    """The identity garbling returns an equal value, also over parameters."""
    crisis = stalling()
    assert gt.garble(crisis, observer="weak", of={t: {t: 1} for t in ("resolute", "irresolute")}) == crisis
    assert gt.garble(crisis, observer="strong", of={"stalling": "stalling"}) == crisis


def _same_payoffs(one, other):
    """Whether best and worst payoffs of each player are equal in two games."""
    budget = gt.Budget(seconds=5)
    both = gt.sequential(one, budget=budget), gt.sequential(other, budget=budget)
    # Where everything ties there are thousands of sets; those games take too long here.
    assume(all(found.complete == "all" for found in both))
    for player, sign in product("ab", (1, -1)):
        assert gt.ValueOfMediation(sign * gt.payoff(player), "the other game", *both).difference == 0


@settings(max_examples=4, deadline=None)
@given(signalling_games(), st.fractions(Fraction(1, 5), Fraction(4, 5)))
def test_a_message_delivered_under_two_names_changes_no_payoff(game, share):
    """An uninformative split: the receiver's information is the same, so the best and worst payoffs are."""
    split = gt.garble(game, observer="b", of={"l": {"l1": share, "l2": 1 - share}})
    assert split != game
    _same_payoffs(game, split)


@settings(max_examples=6, deadline=None)
@given(signalling_games())
def test_total_garbling_is_babbling(game):
    """If nothing gets through, it does not matter whether noise is heard or silence."""
    garbled = gt.garble(game, observer="b", of={x: {"x": HALF, "y": HALF} for x in "lr"})
    _same_payoffs(gt.coarsen(game, observer="b", into={"nothing": ["l", "r"]}), garbled)


def test_a_receiver_who_hears_noise_alone_earns_what_he_earns_in_silence():
    """Kamenica and Gentzkow's judge acquits at 3/10: 7/10."""
    silent = gt.coarsen(TRIAL, observer="judge", into={"nothing": ["guilty", "innocent"]})
    rows = {s: {"x": Fraction(1, 3), "y": Fraction(2, 3)} for s in ("guilty", "innocent")}
    assert (
        payoffs(silent, "judge")
        == payoffs(gt.garble(TRIAL, observer="judge", of=rows), "judge")
        == {Fraction(7, 10)}
    )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(-3, 3), min_size=4, max_size=4),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
    st.lists(st.integers(0, 4), min_size=2, max_size=2),
)
def test_more_noise_is_worth_less_to_who_decides_alone(numbers, first, second):
    """Blackwell (1953): a garbling of a garbling is worth no more, and none is worth less than silence."""
    pays = dict(zip(product("st", "lr"), numbers, strict=True))
    game = inform({"s": Fraction(1, 3), "t": Fraction(2, 3)}, "lr", pays, player="d")

    rows = {a: {"x": Fraction(p, 4), "y": 1 - Fraction(p, 4)} for a, p in zip("st", first, strict=True)}
    one = gt.garble(game, observer="d", of=rows)
    names = {label for row in rows.values() for label, p in row.items() if p}
    again = {
        a: {"u": Fraction(p, 4), "v": 1 - Fraction(p, 4)}
        for a, p in zip("xy", second, strict=True)
        if a in names
    }
    two = gt.garble(one, observer="d", of=again)
    none = gt.coarsen(game, observer="d", into={"nothing": ["s", "t"]})
    (full,), (once,), (twice,), (silent,) = (payoffs(g, "d") for g in (game, one, two, none))
    assert full >= once >= twice >= silent


def test_a_noisy_report_over_parameters():
    """The judge of 3/10 follows "guilty" iff (1 - e) 3/10 >= e 7/10, as long as that is likelier than not: e <= 3/10."""
    e = gt.parameters("e")
    rows = {
        "guilty": {"guilty": 1 - e, "innocent": e},
        "innocent": {"innocent": 1 - e, "guilty": e},
    }
    noisy = gt.garble(TRIAL, observer="judge", of=rows, assuming=[0 < e, 2 * e < 1])
    assert noisy.parameters == ("e",)
    follows = gt.sequential(noisy).when(gt.plays("judge", "convict", knows="guilty") == 1)
    assert follows.solve_for(e).value == Fraction(3, 10)
    silent = gt.coarsen(TRIAL, observer="judge", into={"nothing": ["guilty", "innocent"]})
    helps = gt.value_of_mediation(silent, noisy, gt.payoff("judge"), without="silence").helps
    assert helps.equivalent(gt.region(e < Fraction(3, 10), assuming=[0 < e, 2 * e < 1]))


def test_what_was_delivered_is_remembered_and_others_see_it_only_if_named():
    """Later sets of the observer know it; those of others know it if they are named."""
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move(
                "a",
                knows=s,
                actions={
                    x: gt.move(
                        "b",
                        knows=x,
                        actions={
                            y: gt.move("a", knows=(s, x, y), actions={"z": gt.end(a=0, b=0)}) for y in "uv"
                        },
                    )
                    for x in "lr"
                },
            ),
        )
    )
    rows = {"s": {"S": HALF, "T": HALF}, "t": "T"}
    private = gt.garble(game, observer="a", of=rows)
    assert [s.knows for s in private.information_sets if s.player == "b"] == ["l", "r"]
    assert ("s", "l", "u", "T") in [s.knows for s in private.information_sets]
    public = gt.garble(game, observer="a", of=rows, seen_by="b")
    assert [s.knows for s in public.information_sets if s.player == "b"] == [
        ("l", "S"), ("r", "S"), ("l", "T"), ("r", "T"),
    ]  # fmt: skip
    assert private.perfect_recall() and public.perfect_recall()


def test_a_receiver_cannot_be_made_to_forget_what_he_did():
    """Pooling what he knows after two of his own actions breaks recall, and says so."""
    game = gt.Game(
        gt.move(
            "a",
            knows="first",
            actions={x: gt.move("a", knows=x, actions={y: gt.end(a=0) for y in "uv"}) for x in "lr"},
        )
    )
    with pytest.raises(ImperfectRecallError, match="forget"):
        gt.coarsen(game, observer="a", into={"either": ["l", "r"]})


def test_both_or_nothing_is_the_model():
    """The transform of the direct game has the payoffs and equilibria of the mediated one in `models/essays`."""
    direct, model = both_or_nothing_mediator.direct(), both_or_nothing_mediator.mediated()
    protocol = gt.both_or_nothing(
        direct,
        accept={"strong": "engage", "weak": "engage"},
        otherwise={"strong": "refuse", "weak": "refuse"},
    )
    assert [v.payoffs for v in protocol.nodes] == [v.payoffs for v in model.nodes]
    assert protocol.information_sets == model.information_sets
    both = gt.certain("engagement")
    assert gt.nash(protocol).when(both).equivalent(gt.nash(model).when(both))


def test_an_acceptance_in_vain_is_known_to_the_one_who_made_it():
    """What comes after a refusal: the other sees no difference, the one who accepted remembers."""
    after = gt.move(
        "b", knows="nothing came of it", actions={"go": gt.end(a=0, b=0), "stay": gt.end(a=1, b=1)}
    )
    later = gt.move("a", knows="alone", actions={"go": after, "stay": after})
    done = gt.end(a=2, b=2, outcome="deal")
    game = gt.Game(
        gt.move(
            "a",
            knows="offer?",
            actions={
                "yes": gt.move("b", knows="offer?", actions={"yes": done, "no": gt.end(a=-1, b=0)}),
                "no": gt.move("b", knows="offer?", actions={"yes": gt.end(a=0, b=-1), "no": later}),
            },
        )
    )
    made = gt.both_or_nothing(game, accept={"a": "yes", "b": "yes"}, otherwise={"a": "no", "b": "no"})
    known = {p: [s.knows for s in made.information_sets if s.player == p] for p in "ab"}
    assert known == {
        "a": ["offer?", ("alone", "yes was not revealed"), "alone"],
        "b": ["offer?", "nothing came of it", ("nothing came of it", "yes was not revealed")],
    }
    seen = gt.Game(
        gt.move(
            "a", actions={x: gt.move("b", actions={y: done for y in ("yes", "no")}) for x in ("yes", "no")}
        )
    )
    with pytest.raises(InvalidGameError, match="seen by the next player"):
        gt.both_or_nothing(seen, accept={"a": "yes", "b": "yes"}, otherwise={"a": "no", "b": "no"})


def test_delay_and_friction_move_a_threshold_as_they_should():
    """Delta times 4 against 3 (docstring); a cost of f on the same channel: 4 - f against 3."""
    f = gt.parameters("f")
    offer = gt.Game(gt.move("weak", actions={"direct": gt.end(weak=3), "envoy": gt.end(weak=4)}))
    costly = gt.friction(offer, costs={"weak": f}, after={"weak": "envoy"}, assuming=[f > 0])
    assert gt.sequential(costly).when(gt.plays("weak", "envoy") == 1).solve_for(f).value == 1
    with pytest.raises(InvalidGameError, match="at most 1"):
        gt.delay(offer, discount=2)
    with pytest.raises(InvalidGameError, match="no action 'walk'"):
        gt.friction(offer, costs={"weak": 1}, after={"weak": "walk"})
    with pytest.raises(InvalidGameError, match="no end carries"):
        gt.delay(offer, discount=HALF, outcomes="war")


def test_a_message_may_look_like_another():
    """What is delivered under the name of an information set that is left alone is taken for it."""
    rare = gt.garble(TRIAL, observer="judge", of={"guilty": {"guilty": HALF, "innocent": HALF}})
    assert [(s.knows, len(s.nodes)) for s in rare.information_sets] == [("guilty", 1), ("innocent", 2)]
    # Half of the guilty 3/10 are acquitted: 17/20.
    assert payoffs(rare, "judge") == {Fraction(17, 20)}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(-2, 2), min_size=16, max_size=16),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_noise_at_two_dates_against_dynamic_programming(numbers, noise):
    """One who decides twice remembers the first report and what she did, and earns what adding up by hand says."""
    pays = dict(zip(product("st", "xy", "lr", "uv"), numbers, strict=True))

    def second(s, a):
        def decide(t):
            return gt.move("d", knows=(s, a, t), actions={b: gt.end(d=pays[s, t, a, b]) for b in "uv"})

        return gt.chance({"x": HALF, "y": HALF}, decide)

    def first(s):
        return gt.move("d", knows=s, actions={a: second(s, a) for a in "lr"})

    game = gt.Game(gt.chance({"s": HALF, "t": HALF}, first))
    early = {s: {"A": Fraction(p, 4), "B": 1 - Fraction(p, 4)} for s, p in zip("st", noise[:2], strict=True)}
    later = {t: {"C": Fraction(p, 4), "D": 1 - Fraction(p, 4)} for t, p in zip("xy", noise[2:], strict=True)}
    of = dict(early)
    for s, a, t in product("st", "lr", "xy"):
        of[s, a, t] = {f"{a} {label}": p for label, p in later[t].items()}

    def weighed(d, c, a, b):
        return sum(early[s][d] * later[t][c] * pays[s, t, a, b] for s, t in product("st", "xy")) / 4

    best = sum(max(sum(max(weighed(d, c, a, b) for b in "uv") for c in "CD") for a in "lr") for d in "AB")
    table = gt.garble(game, observer="d", of=of).normal_form()
    assert max(table.payoffs({"d": plan})["d"] for plan in table.actions[0]) == best


def test_which_ends_are_meant():
    """By outcome, by actions of players (all of them, any of several), and by an information set on the way."""

    def close(x):
        return gt.move(
            "b",
            knows=x,
            actions={y: gt.move("a", actions={"z": gt.end(a=8, b=8, outcome=x + y)}) for y in "uv"},
        )

    game = gt.Game(gt.move("a", actions={x: close(x) for x in "lr"}))

    def charged(**where):
        made = gt.friction(game, costs={"a": 1}, **where)
        return {v.outcome for v in made.nodes if v.kind == "end" and v.payoffs[0] == 7}

    assert charged() == {"lu", "lv", "ru", "rv"}
    assert charged(outcomes=["lu", "rv"]) == {"lu", "rv"}
    assert charged(after={"a": "l"}) == {"lu", "lv"}
    assert charged(after={"a": "l", "b": "u"}) == {"lu"}
    assert charged(after={"b": ["u", "v"]}, outcomes="rv") == {"rv"}
    assert charged(reaching={"b": "r"}) == {"ru", "rv"}
    assert charged(reaching={"a": "l/u"}) == {"lu"}
    assert charged(reaching={"a": ["l/u", "r/v"]}) == {"lu", "rv"}
    with pytest.raises(InvalidGameError, match="no end of the game fits"):
        charged(reaching={"b": "r"}, outcomes="lu")
    with pytest.raises(InvalidGameError, match="no information set 'x'"):
        charged(reaching={"b": "x"})
