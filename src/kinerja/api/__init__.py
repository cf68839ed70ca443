"""What programs may ask for, in JSON, with a token of a person. Pages live in `web`."""
