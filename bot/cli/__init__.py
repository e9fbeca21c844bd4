"""The ``gopy`` command: one file per group of commands; heavy things are imported inside the commands."""

from bot.cli.main import main

__all__ = ["main"]
