"""Goals that several units reach together: who agreed to which share, from which day."""
