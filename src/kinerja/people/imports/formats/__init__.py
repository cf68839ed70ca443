"""How a foreign file is told apart and read; runs in the limited child, so without Django."""
