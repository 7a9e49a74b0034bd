"""``python -m relplan``."""

from relplan.cli.main import main

if __name__ == "__main__":
    main()
