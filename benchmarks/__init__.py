"""Measurements beside other packages; `python -m benchmarks` makes `docs/performance.md`."""
