"""Archives of the corpus, handed to the mapping that reads the table inside."""

from functools import cache

from tests.corpus.contract import ACCEPT, REJECT, Case, Judgement
from tests.corpus.receiving import FLOW, Shop, said


@cache
def _shop() -> Shop:
    return Shop(FLOW)


def judge(case: Case) -> Judgement:
    """Receive an archive."""
    receipt = _shop().receive("line_csv", f"{case.id}.zip", case.body)
    differs = "" if receipt.is_kept else "the bytes are not kept"
    if not receipt.faults:
        return Judgement(verdict=ACCEPT, differs=differs, said=str(receipt.records))
    fault = receipt.faults[0]
    if differs or receipt.records:
        return Judgement(verdict="lost", code=fault.code)
    # A message that is refused whole has one place: itself, or the member that is named.
    place = {"member": fault.facts.get("member", "archive")}
    return Judgement(verdict=REJECT, code=fault.code, place=place, said=said(fault))
