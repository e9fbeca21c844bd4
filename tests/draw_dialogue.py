"""Draws docs/dialogue.mmd from FLOWS: ``python -m tests.draw_dialogue``; a test keeps the drawing true."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from handlers.chat.base import Flow
from handlers.chat.flows import FLOWS
from tests.source import ROOT

TARGET = ROOT / "docs" / "dialogue.mmd"


def draw() -> str:
    """Every conversation as a Mermaid flow chart: a box per flow, an arrow wherever a step can lead."""
    lines = ["flowchart LR"]
    for flow in FLOWS.values():
        commands = " ".join(f"/{command}" for command in flow.commands)
        lines.append(f'  subgraph {flow.name}["{f"{flow.name} {commands}".strip()}"]')
        lines += [f'    {_node(flow.name, step)}["{step}"]' for step in flow.steps]
        lines.append("  end")
    arrows = {arrow for flow in FLOWS.values() for arrow in _arrows(flow)}
    lines += [f"  {start} --> {target}" for start, target in sorted(arrows)]
    return "\n".join(lines) + "\n"


def _node(flow: str, step: str) -> str:
    return f"{flow}_{step}"


def _arrows(flow: Flow) -> Iterator[tuple[str, str]]:
    for name, step in flow.steps.items():
        here = _node(flow.name, name)
        for call in _calls(step.ask, set()) | _calls(step.take, set()):
            yield from ((here, target) for target in _targets(flow, *call))


def _targets(flow: Flow, function: str, words: tuple[str, ...]) -> Iterator[str]:
    """Where a call of go, hand_over or home leads; a step or flow that does not exist raises KeyError."""
    match function, words:
        case "go", (step, *_):
            yield _node(flow.name, _existing(flow, step))
        case "hand_over", (other, *rest):
            target = FLOWS[other]
            yield _node(other, _existing(target, rest[0]) if rest and rest[0] else target.first)
        case "home", _:
            yield _node("menu", FLOWS["menu"].first)


def _existing(flow: Flow, step: str) -> str:
    if step not in flow.steps:
        raise KeyError(f"{flow.name} has no step {step}")
    return step


def _calls(function: Callable[..., Any], seen: set[str]) -> set[tuple[str, tuple[str, ...]]]:
    """The moves in a step and in the functions of its own module that it calls: (name, its literal words)."""
    if function.__qualname__ in seen:
        return set()
    seen.add(function.__qualname__)
    found: set[tuple[str, tuple[str, ...]]] = set()
    module = inspect.getmodule(function)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = tuple(a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str))
        if node.func.id == "Move":
            values = [k.value for k in node.keywords if k.arg == "flow"]
            found |= {("hand_over", (str(value.value),)) for value in values if isinstance(value, ast.Constant)}
        elif node.func.id in {"go", "hand_over", "home"}:
            found |= {(node.func.id, words)} if words or node.func.id == "home" else set()
        elif (inner := _own(module, node.func.id)) is not None:
            found |= _calls(inner, seen)
    return found


def _own(module: ModuleType | None, name: str) -> Callable[..., Any] | None:
    inner = getattr(module, name, None)
    return inner if inspect.isfunction(inner) and inner.__module__ == getattr(module, "__name__", "") else None


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
