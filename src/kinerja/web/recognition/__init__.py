"""Pages of badges and honours."""
