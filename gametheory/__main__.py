"""`python -m gametheory`: the command line."""

from gametheory.cli import main

raise SystemExit(main())
