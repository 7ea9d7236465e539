"""Games in strategic (normal) form whose payoffs are numbers: the fast, exact side of `gametheory.nash` and its kin."""
