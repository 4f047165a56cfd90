"""`python -m qa.cli` is the same as `inspectqa`."""

from qa.cli.app import main

if __name__ == "__main__":
    main()
