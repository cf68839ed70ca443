"""The access tests are a package: they share one world, which ends with the last of them."""
