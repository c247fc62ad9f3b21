"""Errors that Orderloom raises on purpose. Each carries a code of ``codes`` and its facts."""

from collections.abc import Mapping, Sequence

from orderloom.diagnostics import Diagnostic


class OrderloomError(Exception):
    """Something known that cannot go on; ``facts`` fill the wording of ``code``.

    Args:
        code: A code of the catalogue, such as ``OL610``.
        facts: What the wording names; never a secret.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, str] = facts


class DefinitionInvalid(OrderloomError):
    """A flow does not compile; ``diagnostics`` holds every finding, in file order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("OL001", count=str(len(diagnostics)))
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        """Give places and codes; the wording is the catalogue's."""
        return ", ".join(f"{found.place} {found.code}" for found in self.diagnostics)


class MessageRejected(OrderloomError):
    """A message or one of its items cannot be taken; it is kept and quarantined."""


class DeliveryFailed(OrderloomError):
    """A connector could not hand something over.

    ``error_class`` is one of ``transient throttled auth rejected bug``; the first two are retried.
    """

    def __init__(self, code: str, error_class: str, **facts: str) -> None:
        super().__init__(code, **facts)
        self.error_class = error_class


class OutcomeUnknown(DeliveryFailed):
    """A call left, and nothing that can be believed came back: the peer may have done it."""


class OutgoingStopped(DeliveryFailed):
    """Nothing left, for all outgoing calls are stopped; it waits until they go on."""


class WebhookRefused(OrderloomError):
    """A webhook cannot be believed, or not opened; it is kept apart."""


class PluginBroken(OrderloomError):
    """A plugin cannot be loaded or misbehaves; the facts name it and its distribution."""


class StoreUnusable(OrderloomError):
    """The store cannot be opened or is of another version."""


class ErasureBarred(OrderloomError):
    """What would be erased is held by something that is not worked to its end."""


class RevisionConflict(OrderloomError):
    """A record changed between reading and committing; decide again."""


class Overtaken(RevisionConflict):
    """Another process has worked what this one was working; nothing is left to decide."""
