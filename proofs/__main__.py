"""`python -m proofs check [SLUG ...]` checks the theorems, step by step."""

from gametheory.reproduce import check

raise SystemExit(check())
