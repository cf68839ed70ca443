"""Commands and clock jobs; `kinerja` is the console of this room."""
