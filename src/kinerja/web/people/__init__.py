"""Pages of the register: people, posts, units, tasks, accounts, the agency and its calendar."""
