"""Messages: their texts as templates, per medium and language."""

from orderloom.compiler.build.expressions import note_entered, report
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.scopes import Sight, message_sight
from orderloom.definition.message import Message, Text
from orderloom.expression.compiled import ExpressionInvalid
from orderloom.expression.template import Medium, Template, compile_template

_MEDIA: tuple[Medium, ...] = ("sms", "email", "chat", "portal")


def build_message(draft: Draft, declaration: Declaration) -> Message:
    """Build a message; a text with a finding is left out."""
    root = declaration.root
    named = reading.scalar(root, "record")
    record = draft.record(named)
    sight = message_sight(draft.outline, record, declaration.id)
    if named is not None and record is None:
        sight = Sight(scope=sight.scope, complete=False)
    for name in draft.outline.given_names.get(declaration.id, ()):
        if record is not None and name in record.fields:
            place = record.fields[name].place
            draft.findings.error("OL071", declaration.place, related=place, name=name)
    return Message(
        id=declaration.id,
        place=declaration.place,
        media=_media(draft, root, sight),
        record=None if record is None else record.id,
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
    )


def _media(draft: Draft, root: MapNode, sight: Sight) -> dict[str, Text]:
    built: dict[str, Text] = {}
    for key, node in reading.entries(root, "media"):
        medium = next((each for each in _MEDIA if each == key.text), None)
        if medium is not None:
            built[medium] = _text(draft, node, sight, medium)
    return built


def _text(draft: Draft, node: Node, sight: Sight, medium: Medium) -> Text:
    if isinstance(node, MapNode) and "body" in node:
        subject = node.get("subject")
        return Text(
            body=_templates(draft, node.get("body"), sight, medium),
            subject=None if subject is None else _templates(draft, subject, sight, "subject"),
        )
    return Text(body=_templates(draft, node, sight, medium))


def _templates(
    draft: Draft, node: Node | None, sight: Sight, medium: Medium
) -> dict[str, Template]:
    """Compile a title's texts by language; a bare text stands under the flow's first."""
    texts = {draft.outline.language: node} if isinstance(node, ScalarNode) else {}
    if isinstance(node, MapNode):
        texts = {
            language: each
            for language, each in node.entries.items()
            if isinstance(each, ScalarNode)
        }
    built = {language: _template(draft, each, sight, medium) for language, each in texts.items()}
    return {language: template for language, template in built.items() if template is not None}


def _template(draft: Draft, node: ScalarNode, sight: Sight, medium: Medium) -> Template | None:
    try:
        template = compile_template(node.text, sight.scope, medium=medium)
    except ExpressionInvalid as invalid:
        report(draft, node, invalid.faults, sight)
        return None
    note_entered(draft, template.reads)
    return template
