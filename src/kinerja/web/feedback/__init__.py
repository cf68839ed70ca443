"""Pages of what is said about work."""
