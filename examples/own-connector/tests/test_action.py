"""The action keeps the contract of all actions."""

from orderloom.ports.actions import Outcome, PutTag, Refusal, SetFields
from orderloom.testing.contract import ActionContract, ActionRig, Asked

from orderloom_corner_shop.action import PACK


class TestPack(ActionContract):
    """Every check of the contract."""

    def rig(self) -> ActionRig:
        """Give the action with orders that fit, are fragile, or too many."""
        examples = [
            Asked(
                given={"items": 13},
                outcome=Outcome(
                    result={"boxes": 2, "per_box": 12}, wishes=(SetFields({"boxes": 2}),)
                ),
            ),
            Asked(
                given={"items": 13, "fragile": True},
                record={"boxes": 1},
                outcome=Outcome(
                    result={"boxes": 3, "per_box": 6},
                    wishes=(SetFields({"boxes": 3}), PutTag("fragile")),
                ),
            ),
            Asked(
                given={"items": 601},
                outcome=Refusal("more than 600 items go by freight", "超过 600 件须走货运"),
            ),
        ]
        return ActionRig(action=PACK, examples=examples)
