"""A package that adds an action, for flows that use every action."""

from pathlib import Path

GRADE = """
from orderloom.ports.actions import (
    LiftHold, Notify, OpenCase, Outcome, PluginAction, PutHold, PutTag, Refusal, SetFields, TakeTag,
)

def grade(given, record, now):
    amount = given["amount"].amount if "amount" in given else 0
    if amount > 90:
        return Refusal("too much", "太多")
    if record.get("lane") == "fast":
        return Outcome(wishes=(TakeTag("graded"), LiftHold("graded"), Notify("shipped")))
    wishes = (PutTag("graded"),)
    # A hold refuses proposals, of which the law wants to see many.
    if amount > 80:
        wishes += (SetFields({"note": f"graded {amount}"}), PutHold("graded"))
    if amount > 70 and "contact" not in given:
        wishes += (OpenCase("odd", {"owner": "lead"}),)
    return Outcome(result={"level": "high" if amount > 40 else "low"}, wishes=wishes)

GRADE = PluginAction(
    name="grade", takes={"type": "object"}, gives={"level": "text"}, en="grades", zh="分级",
    run=grade,
)
"""
"""What an installed package adds: an action that wishes everything that one may."""


def install(folder: Path) -> None:
    """Put the package of ``grade`` into a folder that is to stand on the path."""
    (folder / "grading_package.py").write_text(GRADE, encoding="utf-8")
    info = folder / "grading-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: grading\nVersion: 1.0\n")
    points = "[orderloom.actions]\ngrade = grading_package:GRADE\n"
    (info / "entry_points.txt").write_text(points)
