"""What the journal says did not take place: suppressed, spared, overruled, stale, refused."""

from collections.abc import Iterator, Mapping

from orderloom.app import phrases_of_hindrances as phrases
from orderloom.app.hindrances.hindrance import Hindrance, Speech
from orderloom.app.hindrances.seeker import Seeker
from orderloom.app.naming import readable
from orderloom.app.narrative import sentence
from orderloom.app.story import Chapter, Document, seen_story, story_of
from orderloom.codes.model import LANGUAGES
from orderloom.definition.flow import Flow

SILENT = frozenset(
    {
        *("suppressed", "delayed", "withheld", "refused", "overruled", "conflict", "declined"),
        *("faulted", "spared", "parked", "ambiguous", "bounced", "unpushed", "kept"),
    }
)
"""Effects that tell of what did not take place."""
_NOT_ALWAYS: Mapping[str, tuple[str, object]] = {
    "unexpected": ("taken", False),
    "timer_fired": ("hit", False),
    "ticked": ("missed", True),
    "lasted": ("step", "broken"),
    "answered": ("outcome", "failed"),
}
"""Effects that do when a part of them says so."""
_NAMES = (
    *("transition", "rule", "branch", "tree", "field", "machine", "action", "definition"),
    *("sends", "message", "connection", "operation", "timer", "on", "schedule"),
)


def past(seeker: Seeker) -> Iterator[Hindrance]:
    """Give what did not take place, the newest first."""
    story = seen_story(seeker.eyes, seeker.record, story_of(seeker.app, seeker.record))
    for chapter in reversed(story):
        yield from _refused(seeker, chapter)
        for effect in chapter.effects:
            if _is_silent(effect):
                yield _told(seeker, chapter, effect)


def _is_silent(effect: Document) -> bool:
    kind = str(effect["effect"])
    part, told = _NOT_ALWAYS.get(kind, ("", None))
    return kind in SILENT or (part in effect and effect[part] == told)


def _refused(seeker: Seeker, chapter: Chapter) -> Iterator[Hindrance]:
    """Tell of a command of which nothing was taken at all."""
    if chapter.outcome not in {"stale", "refused"}:
        return
    is_stale = chapter.outcome == "stale"
    reasons = [{**each, "clauses": []} for each in chapter.reasons]
    causes = [each.get("cause") for each in reasons]
    yield Hindrance(
        kind="message" if is_stale else "past",
        name=chapter.outcome,
        verdict="past",
        says=seeker.speech.says(
            phrases.STALE if is_stale else phrases.REFUSED,
            at=seeker.speech.when(chapter.at),
            file=readable(chapter.file),
            where=readable(chapter.where),
            occasion=chapter.occasion,
        ),
        at=chapter.at,
        cause=next((each for each in causes if isinstance(each, dict)), None),
        reasons=reasons,
        about=frozenset({f"{seeker.record.type}.stale"} if is_stale else _asked(reasons)),
    )


def _asked(reasons: list[dict[str, object]]) -> Iterator[str]:
    for reason in reasons:
        facts = reason.get("facts")
        yield from map(str, facts.values()) if isinstance(facts, Mapping) else ()


def _told(seeker: Seeker, chapter: Chapter, effect: Document) -> Hindrance:
    cause = effect.get("cause")
    reasons = effect.get("reasons")
    listed = reasons if isinstance(reasons, list | tuple) else ()
    return Hindrance(
        kind="past",
        name=str(effect["effect"]),
        verdict="past",
        says=_says(seeker.app.flow, seeker.speech, chapter, effect),
        at=chapter.at,
        cause=dict(cause) if isinstance(cause, Mapping) else None,
        reasons=[{**each, "clauses": []} for each in listed],
        about=frozenset(_about(effect, seeker.record.type)),
    )


def _says(flow: Flow, speech: Speech, chapter: Chapter, effect: Document) -> Mapping[str, str]:
    told = {language: sentence(effect, language, done=True, flow=flow) for language in LANGUAGES}
    return speech.says(
        phrases.THEN, at=speech.when(chapter.at), told=lambda naming: told[naming.language]
    )


def _about(effect: Document, record_type: str) -> Iterator[str]:
    for name in _NAMES:
        if isinstance(told := effect.get(name), str) and told:
            yield told
    if isinstance(field := effect.get("field"), str):
        yield from (f"{record_type}.{field}.changed", f"{record_type}.{field}.conflict")
    cause = effect.get("cause")
    if isinstance(cause, Mapping):
        definition = str(cause.get("definition"))
        yield from (definition, definition.partition("/")[2])
