"""What was done: daily reports with evidence, and the leader's answer."""
