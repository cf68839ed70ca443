"""Pages of competencies, training and learning plans."""
