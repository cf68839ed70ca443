"""Badges from published rules, and the employee of a period: honours that rest on results."""
