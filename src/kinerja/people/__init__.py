"""The organisation: units, positions, people, who holds what since when, and who may see whom."""
