"""Pages that stay open and are told when there is news."""
