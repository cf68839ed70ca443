"""Pages of daily work: report, answer, team, inbox."""
