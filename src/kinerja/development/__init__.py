"""How people grow: competencies, training, learning plans, recommendations and what they did."""
