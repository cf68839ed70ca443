"""Taking part in decisions: spaces, ideas, votes, and what became of them."""
