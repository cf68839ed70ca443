"""Pages of taking part: spaces, ideas, votes, answers."""
