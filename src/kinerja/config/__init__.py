"""The top floor: settings, the choice of database, addresses, and how the program starts."""
