"""What the organisation wants to reach, and what each person is expected to contribute."""
