"""Help: the guides as pages, found by search, and the right paragraph beside the thing."""
