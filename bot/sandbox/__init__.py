"""The pretended world: strict local stand-ins of the outside platforms. It imports no room of the project."""
