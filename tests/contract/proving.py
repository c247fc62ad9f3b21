"""Proof that a check of a contract can fail: which of them a broken thing does not pass."""


def checks_of(contract):
    """Give the names of a contract's checks."""
    return sorted(name for name in dir(contract) if name.startswith("test_"))


def failed_checks(contract, rig):
    """Give the checks of a contract that what stands in ``rig()`` fails, made anew each time."""

    class Tested(contract):
        def rig(self):
            return rig()

    failed = set()
    for check in checks_of(contract):
        try:
            getattr(Tested(), check)()
        except AssertionError:
            failed.add(check)
    return failed
