"""Surveys: built by an officer, answered without an account, screened, counted, published."""
