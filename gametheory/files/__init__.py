"""Games in files: Gambit's `.efg` and `.nfg`, and JSON.  Nothing that a file holds is ever evaluated."""
