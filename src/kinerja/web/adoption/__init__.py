"""Pages of announcements, of how far the system is used, and of how people feel about it."""
