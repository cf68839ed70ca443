"""Practice mode: exercises on a site of its own, where nothing counts."""
