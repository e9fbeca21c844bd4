"""The one error that services raise on purpose; how it is worded for people is the edges' business."""


class Refused(Exception):
    """A request that the rules turn down: a stable ``code`` plus the values its sentence needs.

    The chat engine makes a polite sentence of it, the web a page with the right status, the API a JSON
    error, the command line an exit code 1. Sentences live in ``services/refusals.py``.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code} ({details})" if details else self.code
