"""The pages of planning: one's plan, what waits for one's answer, and the goals."""
