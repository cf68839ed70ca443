"""What waits for a person, from all rooms; and how he or she is reminded."""
