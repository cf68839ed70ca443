"""How a period's work is judged: by a person, with reasons, frozen, and explained."""
