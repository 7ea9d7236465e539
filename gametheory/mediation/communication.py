"""Mediators in games of incomplete information: what confidential talks, an omniscient adviser, a judge or public talks bring about."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.equilibria.certificate import Certificate
from gametheory.errors import ParameterError
from gametheory.mediation._design import Design, Rules
from gametheory.mediation._linear import solve, solve_in_floats
from gametheory.mediation._questions import Reports, read_objective, read_outside, read_reports
from gametheory.mediation.bayesian import BayesianGame, Profile
from gametheory.mediation.deviations import check_mediation
from gametheory.mediation.device import Mediation, binding_temptations, used
from gametheory.strategic._search import BudgetSpent


def communication_equilibrium(
    game: BayesianGame,
    maximize: Any = "welfare",
    *,
    can_report: Reports | None = None,
    outside: Mapping[str, Any] | None = None,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> Mediation:
    """Find the best that a mediator can do who only talks, and has to ask.

    Everybody reports a type in confidence, and is told an action in confidence.  Nobody gains by misreporting, by disobeying, or by
    both, whatever it then does at each recommendation.  By the revelation principle no other protocol of talks does better.

    Parameters
    ----------
    game : BayesianGame
    maximize : str, mapping or callable
        `"welfare"` (the sum of payoffs), a player, weights of players, weights of pairs (types, actions), or a function of types and
        actions, such as `lambda t, a: a == ("peace", "peace")` for the probability of peace.
    can_report : mapping of player to mapping of type to sequence of types, optional
        Where types are partly certifiable: which types each can claim to be, itself included.  Players and types that are left out can
        claim anything.  (Asking for types is then without loss if whoever can claim to be a type can claim all that this
        type can: Green and Laffont 1986.)
    outside : mapping of player to number, or to mapping of type to number, optional
        What a type must at least expect, knowing itself alone, to take part.
    exact : bool, optional
        Whether to answer in rationals with a dual proof (floats are read as decimals); by default for games without floats.
    budget : Budget, optional
        When to stop (exact).

    Returns
    -------
    Mediation
        The device, its value, and which temptations bind at which price.

    Raises
    ------
    ParameterError
        If an objective, a report or an outside option does not fit the game.

    References
    ----------
    Myerson, R. (1982), Optimal coordination mechanisms in generalized principal-agent problems, Journal of Mathematical Economics 10,
    67-81.
    Forges, F. (1986), An approach to communication equilibria, Econometrica 54, 1375-1385.

    Examples
    --------
    A seller knows whether her good is worth 3 or 0 to a buyer, who pays 1; she earns 1 by selling in any case, and nothing she
    says convinces him.  If a bad good cannot pass for a good one, she sells the good one.

    >>> market = BayesianGame(types={"seller": ("good", "bad"), "buyer": ("",)}, actions={"seller": ("",), "buyer": ("buy", "leave")},
    ...                       prior={("good", ""): "1/4", ("bad", ""): "3/4"},
    ...                       payoffs=lambda t, a: (int(a[1] == "buy"), (2 if t[0] == "good" else -1) * (a[1] == "buy")))
    >>> communication_equilibrium(market, "seller").value
    Fraction(0, 1)
    >>> print(communication_equilibrium(market, "seller", can_report={"seller": {"bad": ["bad"]}}))
    optimal communication equilibrium: value 3/4
      good: buy 1
      bad: buy 2/3; leave 1/3
    payoffs seller 3/4, buyer 0
    buyer would as soon play leave when told buy; relaxing that by 1 is worth 1
    largest gain from a deviation: 0 (proved, 7 deviations)
    """
    rules = Rules("communication equilibrium")
    return _optimum(game, maximize, rules, can_report, outside, exact, budget)


def bayes_correlated(
    game: BayesianGame,
    maximize: Any = "welfare",
    *,
    outside: Mapping[str, Any] | None = None,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> Mediation:
    """Find the best that an omniscient mediator can do who only talks: types need not be asked, actions are still free.

    That is also what some additional information of the players can at best bring about.  Arguments and result are those of
    `communication_equilibrium`.

    References
    ----------
    Bergemann, D. and Morris, S. (2016), Bayes correlated equilibrium and the comparison of information structures in games,
    Theoretical Economics 11, 487-522.

    Examples
    --------
    The prosecutor and the judge of Kamenica and Gentzkow (2011); the prosecutor is nobody but the mediator:

    >>> trial = BayesianGame(types={"truth": ("innocent", "guilty"), "judge": ("",)}, actions={"truth": ("",), "judge": ("acquit", "convict")},
    ...                      prior={("innocent", ""): "7/10", ("guilty", ""): "3/10"},
    ...                      payoffs=lambda t, a: (0, (t[0] == "guilty") == (a[1] == "convict")))
    >>> bayes_correlated(trial, lambda t, a: a[1] == "convict").value
    Fraction(3, 5)
    """
    rules = Rules("Bayes correlated equilibrium", honesty=False)
    return _optimum(game, maximize, rules, None, outside, exact, budget)


def arbitration(
    game: BayesianGame,
    maximize: Any = "welfare",
    *,
    outside: Mapping[str, Any] | None = None,
    can_report: Reports | None = None,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> Mediation:
    """Find the best that a judge can do whose decisions bind: the players are asked, and may stay out, but not disobey.

    That is the design of a mechanism: incentive compatible in the interim stage, and individually rational there for the players with
    outside options.  Arguments and result are those of `communication_equilibrium`.

    References
    ----------
    Myerson, R. (1979), Incentive compatibility and the bargaining problem, Econometrica 47, 61-73.

    Examples
    --------
    Selling one good to a buyer whose value is 1 or, with probability 1/5, 4, at prices 1 or 4, is best done at 1:

    >>> sale = BayesianGame(types={"buyer": (1, 4)}, actions={"buyer": ("no", 1, 4)}, prior={"buyer": {1: "4/5", 4: "1/5"}},
    ...                     payoffs=lambda t, a: [0 if a[0] == "no" else t[0] - a[0]])
    >>> print(arbitration(sale, lambda t, a: 0 if a[0] == "no" else a[0], outside={"buyer": 0}))
    optimal arbitration: value 1
      1: 1 1
      4: 1 1
    payoffs buyer 3/5
    buyer of type 1 would as soon stay out; relaxing that by 1 is worth 5/4
    buyer of type 4 would as soon report 1; relaxing that by 1 is worth 1
    largest gain from a deviation: 0 (proved, 6 deviations)
    """
    rules = Rules("arbitration", obedience=False)
    return _optimum(game, maximize, rules, can_report, outside, exact, budget)


def public_talk(
    game: BayesianGame,
    maximize: Any = "welfare",
    *,
    can_report: Reports | None = None,
    outside: Mapping[str, Any] | None = None,
    exact: bool | None = None,
    budget: Budget | None = None,
) -> Mediation:
    """Find the best that talks without a mediator can do if they reveal everything and end with a public lottery.

    All hear all reports and what is drawn: a pure Nash equilibrium of the game with known types.  Who misreports does afterwards
    what is best for it.  Equilibria of public talks that reveal less, or end in mixed actions, are not looked for.  Arguments
    and result are those of `communication_equilibrium`; there may be no such equilibrium.

    References
    ----------
    Hörner, J., Morelli, M. and Squintani, F. (2015), Mediation and peace, Review of Economic Studies 82, 1483-1501, section 3.

    Examples
    --------
    >>> agree = BayesianGame(types={"one": ("x", "y"), "two": ("",)}, actions={"one": ("",), "two": ("x", "y")},
    ...                      prior={("x", ""): "1/2", ("y", ""): "1/2"}, payoffs=lambda t, a: [int(t[0] == a[1])] * 2)
    >>> public_talk(agree, "two").value
    Fraction(1, 1)
    """
    rules = Rules("equilibrium of public talks", public=True)
    return _optimum(game, maximize, rules, can_report, outside, exact, budget)


def _optimum(
    game: BayesianGame,
    maximize: Any,
    rules: Rules,
    can_report: Reports | None,
    outside: Mapping[str, Any] | None,
    exact: bool | None,
    budget: Budget | None,
) -> Mediation:
    if not isinstance(game, BayesianGame):
        raise ParameterError(f"{rules.concept}: {game!r} is not a BayesianGame")
    worth = read_objective(game, maximize)
    reports, options = read_reports(game, can_report), read_outside(game, outside)
    wanted = game.exact if exact is None else exact
    if wanted:
        game = game.to_exact()
        worth = [[_decimal(w) for w in row] for row in worth]
        options = {p: {t: _decimal(w) for t, w in own.items()} for p, own in options.items()}
    design = Design(game, worth, rules, reports, options)
    try:
        found = (
            solve(design.program, (budget or Budget()).started())
            if wanted
            else solve_in_floats(design.program)
        )
    except BudgetSpent as spent:
        return _nothing(game, rules, "unknown", f"the budget of {spent} was spent")
    if found.feasible is None or (found.feasible is False and not wanted):
        return _nothing(game, rules, "unknown", "HiGHS found no optimum")
    if not found.feasible:
        return _nothing(game, rules, "none", "no device meets all constraints, which is proved")
    device: dict[Profile, dict[Profile, Any]] = {}
    for (i, j), x in design.cells.items():
        if found.x[x] > (0 if wanted else 1e-12):
            device.setdefault(design.types[i], {})[design.acts[j]] = found.x[x]
    if not wanted:
        # Within the tolerance of floats these are distributions; now they are as nearly as floats can be.
        for t, drawn in device.items():
            total = sum(drawn.values())
            device[t] = {a: p / total for a, p in drawn.items()}
    interim = _interim(game, device)
    value = sum(
        (
            game.prior[t] * p * worth[design.row_of[t]][design.place[a]]
            for t, a, p in used(device)
            if game.prior[t]
        ),
        Fraction(0) if wanted else 0.0,
    )
    certificate = check_mediation(
        game,
        device,
        honesty=rules.honesty,
        obedience=rules.obedience,
        public=rules.public,
        can_report=reports,
        outside=options,
    )
    payoffs = {
        p: sum(
            game.prior[t] * q * game._tables[k][design.row_of[t]][design.place[a]]
            for t, a, q in used(device)
            if game.prior[t]
        )
        for k, p in enumerate(game.players)
    }
    binding = binding_temptations(design, found, 0 if wanted else 1e-9)
    return Mediation(game, rules.concept, device, value, payoffs, interim, binding, certificate)


def _decimal(number: Any) -> Fraction:
    from gametheory.games._numbers import decimal

    return decimal(number) if isinstance(number, float) else number


def _nothing(game: BayesianGame, rules: Rules, complete: str, reason: str) -> Mediation:
    return Mediation(
        game, rules.concept, {}, None, {}, {}, (), Certificate(None, "unknown", 0, reason), complete, reason
    )


def _interim(
    game: BayesianGame, device: Mapping[Profile, Mapping[Profile, Any]]
) -> dict[str, dict[Any, Any]]:
    """Return what each type expects."""
    rows = {t: i for i, t in enumerate(game.type_profiles)}
    places = {a: j for j, a in enumerate(game.action_profiles)}
    result = {}
    for k, player in enumerate(game.players):
        own = {}
        for kind in game.types[player]:
            met = [t for t in game.type_profiles if t[k] == kind and game.prior[t]]
            total = sum(
                game.prior[t] * p * game._tables[k][rows[t]][places[a]]
                for t in met
                for a, p in device[t].items()
            )
            own[kind] = total / sum(game.prior[t] for t in met)
        result[player] = own
    return result


def mediated_talk(
    prior: Mapping[Any, Any],
    sender: Mapping[Any, Mapping[Any, Any]],
    receiver: Mapping[Any, Mapping[Any, Any]],
    maximize: Any = "receiver",
    **options: Any,
) -> Mediation:
    """Find the best mediator between a sender who knows the state and a receiver who acts: cheap talk through a third party.

    Parameters
    ----------
    prior : mapping of state to number
        Probabilities.
    sender, receiver : mapping of state to mapping of action to number
        Payoffs, as in `persuasion`.
    maximize : str, mapping or callable
        `"receiver"`, `"sender"`, or as in `communication_equilibrium`.
    **options
        Those of `communication_equilibrium`.

    Returns
    -------
    Mediation
        Of a game in which the sender has one action, `""`, and the receiver one type, `""`.

    Raises
    ------
    InvalidGameError
        If the tables do not fit together.

    References
    ----------
    Goltsman, M., Hörner, J., Pavlov, G. and Squintani, F. (2009), Mediation, arbitration and negotiation, Journal of Economic
    Theory 144, 1397-1420.

    Examples
    --------
    A sender whom the receiver should overestimate by one can be believed only if the truth is sometimes drowned:

    >>> loss = {s: {a: -(a - s) ** 2 for a in (0, 1, 2, 3)} for s in (0, 2)}
    >>> biased = {s: {a: -(a - s - 1) ** 2 for a in (0, 1, 2, 3)} for s in (0, 2)}
    >>> mediated_talk({0: "1/2", 2: "1/2"}, biased, loss).value
    Fraction(0, 1)
    """
    states = tuple(prior)
    actions = tuple(next(iter(receiver.values()), {}))
    for name, table in (("sender", sender), ("receiver", receiver)):
        for s in states:
            if set(table.get(s, ())) != set(actions):
                raise ParameterError(
                    f"mediated_talk(): {name} has payoffs for {sorted(map(str, table.get(s, ())))} in {s!r}, and the actions are "
                    f"{sorted(map(str, actions))}"
                )
    game = BayesianGame(
        types={"sender": states, "receiver": ("",)},
        actions={"sender": ("",), "receiver": actions},
        prior={(s, ""): p for s, p in prior.items()},
        payoffs=lambda t, a: (sender[t[0]][a[1]], receiver[t[0]][a[1]]),
    )
    return communication_equilibrium(game, maximize, **options)
