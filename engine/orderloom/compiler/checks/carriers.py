"""Can every message be carried in this environment?"""

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow


def check_carriers(draft: Draft, flow: Flow) -> None:
    """Warn of messages for which no connection carries any of their media."""
    carried = {
        medium
        for connection in flow.connections.values()
        if flow.environment in connection.environments
        and connection.connector in draft.outline.connectors
        for medium in draft.outline.connectors[connection.connector].media
    }
    for message in flow.messages.values():
        if not carried & set(message.media):
            draft.findings.warn(
                "OL449",
                message.place,
                name=message.id,
                media=", ".join(message.media),
                environment=flow.environment,
            )
