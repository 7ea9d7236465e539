"""Claims made in essays on asymmetric diplomacy, each as a game."""
