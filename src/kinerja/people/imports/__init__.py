"""People and organisation from the files in which they really come."""
