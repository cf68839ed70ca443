"""Working without a network: what the phone keeps, and how it hands it in."""
