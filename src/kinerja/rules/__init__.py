"""The law as pure functions: no framework, no database, no clock."""
