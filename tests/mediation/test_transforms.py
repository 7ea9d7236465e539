"""Games with messengers, talk and third parties, made from games without."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import (
    ImperfectRecallError,
    InvalidGameError,
    MixedFieldError,
    ParameterError,
    Undecided,
)
from models.essays import both_or_nothing_mediator
from tests.strategies import signalling_games

HALF = Fraction(1, 2)


def _inform(prior, actions, pays, *, player="judge", knows=None):
    """Nature draws a state; one player acts, knowing what `knows` makes of it."""
    return gt.Game(
        gt.chance(
            prior,
            lambda s: gt.move(
                player,
                knows=s if knows is None else knows,
                actions={a: gt.end(payoffs={player: pays[s, a]}, outcome=a) for a in actions},
            ),
        )
    )


TRIAL = _inform(
    {"guilty": Fraction(3, 10), "innocent": Fraction(7, 10)},
    ("convict", "acquit"),
    {
        (s, a): int((s == "guilty") == (a == "convict"))
        for s in ("guilty", "innocent")
        for a in ("convict", "acquit")
    },
)


def _payoffs(game, player):
    """All payoffs of a player, as intervals' ends do not matter where all equilibria pin them down."""
    return {e.payoffs[player] for e in gt.sequential(game)}


def _crisis():
    """A weak side of unknown resolve concedes or stalls; the strong side waits or escalates (README)."""
    q, b, k, h, w = gt.parameters("q b k h w")
    war = {
        "resolute": gt.end(weak=w, strong=-h, outcome="war"),
        "irresolute": gt.end(weak=-w, strong=1, outcome="war"),
    }
    return gt.Game(
        gt.chance(
            {"resolute": q, "irresolute": 1 - q},
            lambda resolve: gt.move(
                "weak",
                knows=resolve,
                actions={
                    "concede": gt.end(weak=0, strong=1, outcome="deal"),
                    "stall": gt.move(
                        "strong",
                        knows="stalling",
                        actions={
                            "wait": gt.end(weak=b, strong=-k, outcome="delay"),
                            "escalate": war[resolve],
                        },
                    ),
                },
            ),
        ),
        assuming=[0 < q, q < 1, b > 0, k > 0, h > k, w > 0],
        name="crisis",
    )


# -- messengers -----------------------------------------------------------------------------------------------------


def test_what_is_delivered_under_its_own_name_is_the_same_game():
    """The identity garbling returns an equal value, also over parameters."""
    crisis = _crisis()
    assert gt.garble(crisis, observer="weak", of={t: {t: 1} for t in ("resolute", "irresolute")}) == crisis
    assert gt.garble(crisis, observer="strong", of={"stalling": "stalling"}) == crisis


def _same_payoffs(one, other):
    """Whether best and worst payoffs of each player are equal in two games."""
    both = gt.sequential(one), gt.sequential(other)
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
        _payoffs(silent, "judge")
        == _payoffs(gt.garble(TRIAL, observer="judge", of=rows), "judge")
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
    game = _inform({"s": Fraction(1, 3), "t": Fraction(2, 3)}, "lr", pays, player="d")

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
    (full,), (once,), (twice,), (silent,) = (_payoffs(g, "d") for g in (game, one, two, none))
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


# -- talk and mediators ---------------------------------------------------------------------------------------------


@st.composite
def _decisions(draw, actions="uv"):
    """Nature draws a state, `b` acts without knowing it, and `a`, who may know it, has a stake; payoffs that often tie."""
    number = st.integers(-1, 2)
    pays = {k: {"a": draw(number), "b": draw(number)} for k in product("st", actions)}
    prior = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]))
    return gt.Game(
        gt.chance(
            {"s": prior, "t": 1 - prior},
            lambda s: gt.move(
                "b", knows="nothing", actions={x: gt.end(**pays[s, x], outcome=x) for x in actions}
            ),
        ),
        players=("a", "b"),
    )


OBJECTIVES = [{"a": 1}, {"b": 1}, {"a": 1, "b": 2}, {"b": -1}]


@settings(max_examples=25, deadline=None)
@given(_decisions(), st.sampled_from(OBJECTIVES))
def test_talk_that_can_be_ignored_never_lowers_the_best(game, objective):
    """Babbling repeats every equilibrium of the silent game; and nobody says more than the best experiment."""
    talk = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    found = gt.value_of_mediation(game, talk, objective, without="silence")
    assert found.complete and found.difference >= 0


@settings(max_examples=15, deadline=None)
@given(_decisions(), st.sampled_from(OBJECTIVES), st.integers(-2, 2), st.integers(0, 4))
def test_a_mediator_who_can_be_ignored_never_lowers_the_best(game, objective, weight, noise):
    """Whatever she wants and sees, babbling is an equilibrium."""
    wrong = Fraction(noise, 8)
    mediated = gt.with_mediator(
        game,
        messages=["m", "n"],
        observes={"s": {"s": 1 - wrong, "t": wrong}, "t": {"t": 1 - wrong, "s": wrong}},
        heard_by="b",
        weights={"a": 1, "b": weight},
        costs={"u": 1},
    )
    found = gt.value_of_mediation(game, mediated, objective, without="silence")
    assert found.complete and found.difference >= 0


def test_rounds_of_talk():
    """What is added last is said first: `b` asks, `a` hears it and answers, and `b` acts knowing both."""
    pays = {("s", "u"): (2, 2), ("s", "v"): (0, 0), ("t", "u"): (0, -3), ("t", "v"): (1, 1)}
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move(
                "b", knows="nothing", actions={x: gt.end(a=pays[s, x][0], b=pays[s, x][1]) for x in "uv"}
            ),
        )
    )
    one = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    two = gt.with_talk(one, speaker="b", messages=["ask", "pass"])
    assert [(s.player, s.knows) for s in two.information_sets[:5]] == [
        ("b", "s or t"),
        ("a", ("s", "ask")),
        ("b", ("nothing", "m", "ask")),
        ("b", ("nothing", "n", "ask")),
        ("a", ("s", "pass")),
    ]
    # Interests agree, so one round is enough for the first best: (2 + 1)/2 for both, against 1/2 in silence.
    found = gt.value_of_mediation(game, one, {"b": 1}, without="silence")
    assert (found.with_mediation, found.without_mediation, found.baseline) == (
        Fraction(3, 2),
        HALF,
        "silence",
    )
    assert gt.value_of_mediation(game, game, {"b": 1}, without=one).difference == -1


@settings(max_examples=8, deadline=None)
@given(_decisions("uvw"), st.integers(0, 4), st.integers(0, 4))
def test_a_committed_sender_is_worth_what_persuasion_says_and_noise_takes_from_it(game, one, two):
    """The optimal experiment as a transform earns its value; garbled it earns no more, and talk without commitment neither."""
    prior = dict(zip(game.nodes[0].labels, game.nodes[0].probabilities, strict=True))
    tables = {p: {s: {} for s in prior} for p in "ab"}
    for v in game.nodes:
        if v.kind == "end":
            for p, u in zip("ab", v.payoffs, strict=True):
                tables[p][v.path[0]][v.path[1]] = Fraction(int(u.p), int(u.q))
    prior = {s: Fraction(int(p.p), int(p.q)) for s, p in prior.items()}
    best = gt.persuasion(prior, tables["a"], tables["b"])
    told = gt.with_signal(game, of=best.signals, heard_by="b")
    assert gt.value_of_mediation(game, told, {"a": 1}, without="silence").with_mediation == best.value
    noise = {"u": one, "v": two, "w": 2}
    rows = {
        s.knows: {"x": Fraction(noise[s.knows[1]], 4), "y": 1 - Fraction(noise[s.knows[1]], 4)}
        for s in told.information_sets
    }
    garbled = gt.garble(told, observer="b", of=rows)
    assert gt.value_of_mediation(game, garbled, {"a": 1}, without="silence").with_mediation <= best.value
    talk = gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    assert gt.value_of_mediation(game, talk, {"a": 1}, without="silence").with_mediation <= best.value


def test_the_window_of_a_biased_mediator():
    """Kydd (2003): advice is followed iff eps c_M/((1-eps) c_H - c_L) <= b <= mu c_M/((1-mu) c_H - c_L).

    Prior 1/2, accuracy 4/5, so eps = 1/5 and mu = 4/5 (`models.md` 6 and literature section 5); c_L = 1/20, c_H = 3/10, c_1 = 1/10.  For
    mu the denominator is positive here only with c_L small: (1/5)(3/10) - 1/20 = 1/100.
    """
    b, c_m = gt.parameters("b c_M")
    low, high, own, power = Fraction(1, 20), Fraction(3, 10), Fraction(1, 10), Fraction(1, 2)
    accepted = {
        ("tough", "modest"): True,
        ("tough", "bold"): False,
        ("weak", "modest"): True,
        ("weak", "bold"): True,
    }
    demand = {"modest": power + low, "bold": power + high}

    def close(resolve, asked):
        if accepted[resolve, asked]:
            return gt.end(strong=demand[asked], outcome="deal")
        return gt.end(strong=power - own, outcome="war")

    crisis = gt.Game(
        gt.chance(
            {"tough": HALF, "weak": HALF},
            lambda resolve: gt.move(
                "strong", knows="nothing", actions={d: close(resolve, d) for d in demand}
            ),
        )
    )
    right, wrong = Fraction(4, 5), Fraction(1, 5)
    mediated = gt.with_mediator(
        crisis,
        messages=["concede", "press"],
        observes={"tough": {"tough": right, "weak": wrong}, "weak": {"weak": right, "tough": wrong}},
        heard_by="strong",
        weights={"strong": b},
        # She is paid b p - c_M in a war, and strong's own payoff there is p - c_1.
        costs={"war": c_m - b * own},
        assuming=[b >= 0, c_m > 0],
    )
    found = gt.value_of_mediation(crisis, mediated, gt.payoff("strong"), without="silence")
    eps, mu = wrong, right
    bottom, top = eps / ((1 - eps) * high - low), mu / ((1 - mu) * high - low)
    assert (bottom, top) == (Fraction(20, 19), 80)
    window = gt.region([bottom * c_m <= b, b <= top * c_m], assuming=[b >= 0, c_m > 0])
    assert found.complete and found.helps.equivalent(window)
    assert found.hurts.is_empty()
    # An unbiased mediator who fears war is never believed; models.md gives .2105 for c_M = .2.
    assert not found.helps.contains(b=0, c_M="1/5") and not found.helps.contains(b="0.21", c_M="0.2")
    assert found.helps.contains(b="0.2106", c_M="0.2")


def test_an_envoy_is_believed_only_if_her_interest_allows():
    """An envoy who always wants a strike is ignored: the best is what silence gives."""
    pays = {("threat", "strike"): 1, ("threat", "wait"): -2, ("calm", "strike"): -2, ("calm", "wait"): 0}
    crisis = gt.Game(
        gt.chance(
            {"threat": Fraction(1, 4), "calm": Fraction(3, 4)},
            lambda s: gt.move(
                "strong",
                knows=s,
                actions={a: gt.end(strong=pays[s, a], outcome=a) for a in ("strike", "wait")},
            ),
        )
    )
    silent = gt.coarsen(crisis, observer="strong", into={"nothing": ["threat", "calm"]})
    given = {"observer": "strong", "instead_of": ["threat", "calm"], "messages": ["yes", "no"]}
    hawk = gt.with_envoy(crisis, **given, costs={"wait": 1})
    friend = gt.with_envoy(crisis, **given, weights={"strong": 1})
    assert gt.value_of_mediation(silent, hawk, {"strong": 1}, without="silence").difference == 0
    # Silence: wait, -2/4; told the truth: 1/4.
    assert gt.value_of_mediation(silent, friend, {"strong": 1}, without="silence").difference == Fraction(
        3, 4
    )


# -- guarantors, audiences, arbitrators -----------------------------------------------------------------------------


def test_the_guarantors_threshold():
    """A bond on one-sided defection: cooperation lasts iff d >= (T - g - R)/(T - g - P) (`models.md` 43), always if g >= T - R."""
    t, r, p, s, g, d = gt.parameters("T R P S g d")
    given = [t > r, r > p, p > s, g > 0, 0 < d, d < 1]
    stage = gt.NormalForm(
        [[r, s], [t, p]],
        [[r, t], [s, p]],
        actions=[("keep", "defect")] * 2,
        players=("a", "b"),
        assuming=given[:3],
    )
    held = gt.guaranteed(stage, bonds={"a": g}, after={"a": "defect", "b": "keep"}, assuming=[g > 0])
    held = gt.guaranteed(held, bonds={"b": g}, after={"b": "defect", "a": "keep"})
    assert set(held.parameters) == {"T", "R", "P", "S", "g"}
    found = gt.repeated.grim_trigger(
        held.normal_form(), ("keep", "keep"), ("defect", "defect"), discount=d, assuming=[0 < d, d < 1]
    )
    # Mutual defection has to stay an equilibrium of the stage game; with a bond on one-sided defection alone it does.
    assumed = [*given]
    claim = gt.region(d * (t - g - p) >= t - g - r, assuming=assumed)
    assert found.equivalent(claim)


def test_cover_and_premium():
    """A guarantor who covers the loss makes the weak side sign whenever the premium is below the gain."""
    m = gt.parameters("m")
    pact = gt.Game(
        gt.move(
            "weak",
            actions={
                "sign": gt.chance(
                    {"kept": HALF, "broken": HALF},
                    {"kept": gt.end(weak=2, outcome="peace"), "broken": gt.end(weak=-6, outcome="betrayal")},
                ),
                "refuse": gt.end(weak=0, outcome="none"),
            },
        )
    )
    covered = gt.guaranteed(pact, cover={"weak": 6}, outcomes="betrayal")
    priced = gt.friction(covered, costs={"weak": m}, after={"weak": "sign"}, assuming=[m > 0])
    signs = gt.sequential(priced).when(gt.plays("weak", "sign") == 1)
    assert signs.solve_for(m).value == 1
    assert gt.sequential(pact)[0].outcomes["none"] == 1


def test_a_public_channel_ties_hands():
    """The docstring's crisis: in private the strong side backs down whatever the cost, in public iff a < 1."""
    a = gt.parameters("a")
    crisis = gt.Game(
        gt.move(
            "weak",
            actions={
                "yield": gt.end(strong=2, weak=0, outcome="deal"),
                "resist": gt.move(
                    "strong",
                    actions={
                        "fight": gt.end(strong=-1, weak=-1, outcome="war"),
                        "back down": gt.end(strong=0, weak=1, outcome="retreat"),
                    },
                ),
            },
        )
    )
    tied = gt.audience_costs(
        crisis, speaker="strong", costs={"strong": a}, outcomes="retreat", assuming=[a > 0]
    )
    found = gt.subgame_perfect(tied)
    private = found.when(gt.plays("strong", "back down", knows=("resist", "private")) == 1, "every")
    assert private.is_everything()
    public = found.when(gt.plays("strong", "back down", knows=("resist", "public")) == 1, "every")
    assert public.equivalent(gt.region(a < 1, assuming=[a > 0]))


def test_arbitration_stops_play():
    """Where play stops at an information set the award has to name everybody."""
    crisis = _crisis()
    bound = gt.arbitrated(crisis, award={"weak": 0, "strong": 0}, reaching={"strong": "stalling"})
    assert bound.outcome_labels == ("deal", "award") and bound.players == crisis.players
    assert [s.player for s in bound.information_sets] == ["weak", "weak"]
    with pytest.raises(InvalidGameError, match="says nothing about strong"):
        gt.arbitrated(crisis, award={"weak": 0}, reaching={"strong": "stalling"})


# -- values ---------------------------------------------------------------------------------------------------------


def _every_transform(game):
    """Each of them on the README's crisis."""
    e, f = gt.parameters("e f")
    new = {"assuming": [0 < e, e < 1]}
    yield gt.garble(game, observer="strong", of={"stalling": {"x": e, "y": 1 - e}}, **new)
    yield gt.coarsen(game, observer="weak", into={"one": ["resolute", "irresolute"]})
    yield gt.delay(game, discount=e, outcomes="delay", **new)
    yield gt.friction(game, costs={"weak": f}, reaching={"strong": "stalling"})
    yield gt.with_talk(game, speaker="weak", messages=["peace", "war"])
    yield gt.with_signal(
        game, of={"resolute": {"r": e, "i": 1 - e}, "irresolute": "i"}, heard_by="strong", **new
    )
    yield gt.with_mediator(
        game,
        messages=["m", "n"],
        observes={"resolute": "r", "irresolute": "i"},
        weights={"weak": f},
        costs={"war": 1},
    )
    yield gt.with_envoy(
        game, observer="strong", instead_of="stalling", messages=["m", "n"], weights={"weak": f}
    )
    yield gt.guaranteed(game, bonds={"weak": f}, cover={"strong": f}, outcomes="delay")
    yield gt.audience_costs(game, speaker="weak", costs={"weak": f}, outcomes=["deal", "delay"])
    yield gt.arbitrated(game, award={"weak": f, "strong": -f}, outcomes="war")


def test_what_comes_out_is_an_ordinary_game():
    """Hashable, pickled and read back from JSON as an equal value, drawn, of perfect recall, with all parameters kept."""
    crisis = _crisis()
    for made in _every_transform(crisis):
        assert pickle.loads(pickle.dumps(made)) == made and hash(made) == hash(
            pickle.loads(pickle.dumps(made))
        )
        assert gt.from_json(gt.to_json(made)) == made
        assert made.name == crisis.name and made != crisis
        assert made.perfect_recall() and "strong @" in str(made)
        assert set(crisis.parameters) - {"k", "h", "w", "b"} <= set(made.parameters)
        assert crisis.given <= made.given
        assert gt.tikz(made)


def test_numbers_stay_what_they_are():
    """Exact games stay exact, floats stay floats, and a float does not meet a parameter."""
    exact = gt.garble(TRIAL, observer="judge", of={"guilty": {"g": Fraction(9, 10), "i": Fraction(1, 10)}})
    assert exact.field.name == "exact"
    floats = gt.friction(TRIAL.float(), costs={"judge": 0.5})
    assert floats.field.name == "float64"
    found = gt.value_of_mediation(TRIAL.float(), floats, {"judge": 1}, without="silence")
    assert isinstance(found.difference, float) and found.difference == -0.5
    with pytest.raises(MixedFieldError, match="is the float"):
        gt.friction(_crisis(), costs={"weak": 0.5})
    with pytest.raises(MixedFieldError, match="in floats"):
        gt.friction(TRIAL.float(), costs={"judge": gt.parameters("f")})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gt.garble(TRIAL, observer="jury", of={"guilty": "g"}), "`jury` is not a player"),
        (lambda: gt.garble(TRIAL, observer="judge", of={"drunk": "g"}), "no information set 'drunk'"),
        (
            lambda: gt.garble(TRIAL, observer="judge", of={"guilty": {"g": HALF, "i": Fraction(1, 3)}}),
            "sums to 5/6",
        ),
        (lambda: gt.garble(TRIAL, observer="judge", of={"guilty": {"g": 2, "i": -1}}), "negative"),
        (lambda: gt.garble(TRIAL, observer="judge", of={}), "write a mapping"),
        (lambda: gt.coarsen(TRIAL, observer="judge", into={"x": ["guilty"], "y": ["guilty"]}), "pooled both"),
        (lambda: gt.coarsen(TRIAL, observer="judge", into={"x": "guilty"}), "write a list"),
        (lambda: gt.with_talk(TRIAL, speaker="judge", messages=["m"]), "nobody hears"),
        (lambda: gt.with_talk(_crisis(), speaker="weak", messages="peace"), "write a list"),
        (lambda: gt.with_talk(_crisis(), speaker="weak", messages=["m", "m"]), "each once"),
        (lambda: gt.with_signal(_crisis(), of={"resolute": "r"}), "0 of the keys"),
        (lambda: gt.with_signal(_crisis(), of={"stall": "r"}), "an action of `weak` that is chosen later"),
        (
            lambda: gt.with_mediator(_crisis(), messages=["m"], observes={"war": "w"}),
            "cannot know 'war', an outcome",
        ),
        (lambda: gt.with_mediator(_crisis(), messages=["m"], mediator="weak"), "name of a new player"),
        (
            lambda: gt.with_mediator(_crisis(), messages=["m"], costs={"peace": 1}),
            "no end carries the outcome `peace`",
        ),
        (
            lambda: gt.with_mediator(_crisis(), messages=["m"], weights={"friend": 1}),
            "`friend` is not a player",
        ),
        (lambda: gt.guaranteed(TRIAL), "give `bonds`"),
        (lambda: gt.arbitrated(TRIAL, award={"jury": 1}), "`jury` is not a player"),
        (
            lambda: gt.audience_costs(_crisis(), speaker="weak", costs={"weak": 1}, outcomes="peace"),
            "no end carries",
        ),
        (lambda: gt.garble("trial", observer="judge", of={}), "is not a game"),
    ],
)
def test_bad_input(call, message):
    """Each with one sentence that says what was given."""
    with pytest.raises(InvalidGameError, match=message):
        call()


def test_a_speaker_cannot_know_what_she_will_not_know():
    """A player who knows less when she moves cannot know more when she talks: she would forget."""
    game = gt.Game(
        gt.chance(
            {"s": HALF, "t": HALF},
            lambda s: gt.move("a", knows="nothing", actions={x: gt.end(a=int(s == "s"), b=0) for x in "lr"}),
        )
    )
    with pytest.raises(ImperfectRecallError, match="forget"):
        gt.with_talk(game, speaker="a", messages=["m", "n"], knows={"s": "s", "t": "t"})
    with pytest.raises(InvalidGameError, match="does not move"):
        gt.with_talk(game, speaker="b", messages=["m", "n"])


@pytest.mark.parametrize(
    ("objective", "message"),
    [
        ({"jury": 1}, "no player `jury`"),
        (gt.payoff("jury"), "no player `jury`"),
        (gt.probability("war"), "no end carries"),
        (gt.plays("judge", "drink"), "0 information sets"),
        (3, "write a quantity"),
    ],
)
def test_a_wrong_objective(objective, message):
    """Refused before anything is solved."""
    with pytest.raises(ParameterError, match=message):
        gt.value_of_mediation(TRIAL, TRIAL, objective, without="silence")


def test_the_baseline_has_to_be_named():
    """It is a keyword without a default."""
    with pytest.raises(TypeError, match="without"):
        gt.value_of_mediation(TRIAL, TRIAL, {"judge": 1})
    with pytest.raises(ParameterError, match="the baseline is 'talk'"):
        gt.value_of_mediation(TRIAL, TRIAL, {"judge": 1}, without="talk")


def test_a_list_that_is_not_complete_proves_nothing_it_should_not():
    """With a budget of no cases: numbers are refused, the regions empty, and everything unknown."""
    b = gt.parameters("b")
    game = gt.Game(gt.move("a", actions={"l": gt.end(a=b), "r": gt.end(a=1)}), assuming=[b > 0])
    paid = gt.guaranteed(game, cover={"a": 1})
    full = gt.value_of_mediation(game, paid, {"a": 1}, without="silence")
    assert full.complete and full.helps.is_everything() and full.unknown.is_empty() and full.hurts.is_empty()
    assert full.helps_by(1).is_empty() and full.helps_by(HALF).is_everything()
    none = gt.value_of_mediation(game, paid, {"a": 1}, without="silence", budget=gt.Budget(cases=0))
    assert not none.complete and none.helps.is_empty() and none.unknown.is_everything()
    assert "unknown: everywhere" in str(none)
    # Here the mediated list alone is cut short: what is found still helps, the rest is unknown.
    some = gt.ValueOfMediation(full.objective, "silence", _cut(full.mediated), full.direct)
    assert not some.complete and (some.helps | some.unknown).is_everything() and not some.helps.is_empty()
    with pytest.raises(ParameterError, match=r"depends on b"):
        _ = full.difference
    cut = some.at(b=2)
    with pytest.raises(Undecided, match="not complete"):
        _ = cut.with_mediation
    assert full.at(b=2).difference == 1 and full.at(b=2).without_mediation == 2


def _cut(listed):
    from dataclasses import replace

    return replace(listed, sets=listed.sets[:1], complete="some", reason="cut short")


def test_a_best_value_that_is_not_pinned_down():
    """Where a set of equilibria leaves the objective free, its upper end counts: the indifferent side may do either."""
    game = gt.Game(gt.move("a", actions={"l": gt.end(a=0, b=3), "r": gt.end(a=0, b=-1)}))
    found = gt.value_of_mediation(game, gt.friction(game, costs={"b": 1}), {"b": 2}, without="silence")
    assert (found.with_mediation, found.without_mediation, found.difference) == (4, 6, -2)
    assert found.hurts.is_everything()


def test_a_best_value_inside_a_set():
    """`a` is indifferent, and `b` takes X while l has probability at most 1/2: so (l, X) comes about with at most 1/2.

    In no pure equilibrium does it, and where `b` mixes it is less likely.
    """
    ends = {
        "l": {"X": gt.end(a=0, b=0, outcome="lX"), "Y": gt.end(a=0, b=1)},
        "r": {"X": gt.end(a=0, b=1), "Y": gt.end(a=0, b=0)},
    }
    game = gt.Game(gt.move("a", actions={x: gt.move("b", knows="nothing", actions=ends[x]) for x in "lr"}))
    found = gt.value_of_mediation(
        game, gt.coarsen(game, observer="b", into={"": ["nothing"]}), gt.probability("lX"), without="silence"
    )
    assert (found.with_mediation, found.without_mediation) == (HALF, HALF)
