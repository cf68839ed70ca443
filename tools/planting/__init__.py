"""Made-up data with known effects in it, by which detectors are measured."""
