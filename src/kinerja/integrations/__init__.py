"""Other systems: one folder each; nothing below knows their names."""
