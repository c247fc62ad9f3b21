"""``via``: the call by which a transition is proposed to the system that must admit it."""

from dataclasses import replace

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.call import after_refusal, build_call
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import TransitionOutline
from orderloom.compiler.resolve.reach import SOURCE
from orderloom.definition.action import Call

_PASSAGE = ("was", "transition")


def build_via(
    acting: Setting, node: MapNode, machine: str, outline: TransitionOutline
) -> Call | None:
    """Build the call that proposes a transition, with what is done when it is declined.

    Args:
        acting: Where the transition stands.
        node: The transition.
        machine: Its machine's id.
        outline: Its name and inputs, all of which wait with the call.

    Returns:
        None when it needs nobody's consent, and, with findings, when nobody can be asked.
    """
    via = reading.submap(node, "via")
    declined = build_actions(after_refusal(acting, node).at(".else"), node.get("else"))
    if via is None:
        if "else" in node:
            acting.draft.findings.error("OL904", node.keys["else"].place, name=outline.name)
        return None
    if reading.flag(node, "automatic"):
        acting.draft.findings.error("OL903", node.keys["via"].place, name=outline.name)
    named = reading.scalar(via, "call")
    if named is None:
        return None
    inner = acting.at(".via")
    common = Common(
        cause=inner.cause(via),
        when=None,
        result=None,
        otherwise=declined,
        of=None,
        of_record=None,
    )
    call = build_call(inner, via, named, common, build_actions)
    if not isinstance(call, Call):
        return None
    if call.target != SOURCE and call.target not in acting.draft.outline.places("connection"):
        acting.draft.findings.error("OL905", named.place, group=call.target)
        return None
    found = replace(call, proposes=machine, keeps_event=(*outline.inputs, *_PASSAGE))
    acting.draft.calls[found.name] = found
    return found


def after_consent(acting: Setting, node: MapNode) -> Setting:
    """Give what ``do`` of a transition sees: of one that was admitted also the answer."""
    return after_refusal(acting, node) if "via" in node else acting
