"""Pages of goals that several units reach together."""
