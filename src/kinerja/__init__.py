"""Performance management for Indonesian civil servants, from the needs of the organisation."""
