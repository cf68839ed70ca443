"""What was done: daily reports with evidence, the leader's answer, and feedback."""
