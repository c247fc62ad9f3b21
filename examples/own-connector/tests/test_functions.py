"""The function keeps the contract of all functions."""

from orderloom.testing.contract import FunctionContract, FunctionRig

from orderloom_corner_shop.functions import IS_EAN


class TestIsEan(FunctionContract):
    """Every check of the contract."""

    def rig(self) -> FunctionRig:
        """Give the function with article numbers that are known to be right and wrong."""
        examples = [
            (["4006381333931"], True),
            (["73513537"], True),
            (["4006381333932"], False),
            (["４００６３８１３３３９３１"], False),
            (["400638133393"], False),
        ]
        return FunctionRig(function=IS_EAN, examples=examples)
