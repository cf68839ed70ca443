"""Pages of the 360 round."""
