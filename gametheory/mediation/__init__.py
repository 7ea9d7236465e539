"""What a mediator can do, in games of complete and of incomplete information, as linear programs with the constraints that bind."""
