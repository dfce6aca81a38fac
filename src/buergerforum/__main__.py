"""``python -m buergerforum`` is the same as ``forum``."""

from buergerforum.cli.main import main

if __name__ == "__main__":
    main()
