"""What is said about work: feedback by name, help on the way, thanks."""
