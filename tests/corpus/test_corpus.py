"""Every case of the hostile-input corpus: right verdict, located, within budget."""

import pytest
from tests.corpus.table import judge_kind, kinds, located_share


@pytest.mark.shared
@pytest.mark.parametrize("kind", kinds())
def test_every_case_of_the_kind_is_judged_rightly_and_located(kind, shared):
    answers = judge_kind(kind, shared / "corpus")
    located, of = located_share(answers)

    assert [f"{each.id}: {'; '.join(each.wrong)}" for each in answers if each.wrong] == []
    assert answers
    assert located >= 0.95 * of, [each.id for each in answers if each.located is False]
