"""What happened, who was told, and which files belong to it; persons only by string foreign key."""
