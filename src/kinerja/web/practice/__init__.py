"""Practice mode: the door on the real site, and what the practice site shows around every page."""
