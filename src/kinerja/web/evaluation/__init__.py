"""Pages of the evaluation: rating, results, periods."""
