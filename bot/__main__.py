"""``python -m bot``: the same as the ``gopy`` command."""

from bot.cli import main

main()
