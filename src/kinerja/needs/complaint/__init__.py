"""Complaints of citizens: who holds them, how long each stage takes, what is answered."""
