"""`python -m kinerja`: the console also where its script is not on the path."""

from kinerja.config.console import main

if __name__ == "__main__":
    main()
