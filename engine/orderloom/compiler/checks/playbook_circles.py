"""Playbooks that run each other and never end: whoever runs one is refused."""

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Run
from orderloom.definition.flow import Flow


def check_playbook_circles(draft: Draft, flow: Flow) -> None:
    """Report circles in which nothing can say stop: a condition, an answer or a choice might."""
    runs = {
        playbook.id: [each for each in playbook.do if isinstance(each, Run) and _is_sure(each)]
        for playbook in flow.playbooks.values()
    }
    told: set[str] = set()
    for first, own in runs.items():
        way = _circle(runs, first)
        if way and told.isdisjoint(way):
            told.update(way)
            link = next(each for each in own if each.playbook == way[1])
            draft.findings.error("OL968", link.cause.place, playbook=first, cycle=" → ".join(way))


def _is_sure(run: Run) -> bool:
    """Say whether nothing keeps a playbook from being run, or takes its refusal."""
    return run.when is None and run.otherwise is None


def _circle(runs: dict[str, list[Run]], first: str) -> tuple[str, ...]:
    """Give the shortest way from a playbook back to it, with it at both ends; nothing: none."""
    ways: list[tuple[str, ...]] = [(first,)]
    seen: set[str] = set()
    for way in ways:
        for each in runs.get(way[-1], ()):
            if each.playbook == first:
                return (*way, first)
            if each.playbook not in seen:
                seen.add(each.playbook)
                ways.append((*way, each.playbook))
    return ()
