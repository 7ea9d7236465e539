"""`python -m models` lists the models; `python -m models reproduce [SLUG ...]` reproduces them."""

from gametheory.reproduce import main

raise SystemExit(main())
