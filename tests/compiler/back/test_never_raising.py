"""Whatever is cut out of a flow, the answer is findings."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compiler.back.shapes import CONNECTORS

from orderloom.compiler.load import check_flow

SAMPLE = Path(__file__).parent / "sample"
FILES = {path.relative_to(SAMPLE): path for path in sorted(SAMPLE.rglob("*.yaml"))}


@given(st.sampled_from(sorted(FILES)), st.integers(0, 2_000), st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_a_flow_with_a_piece_cut_out_is_checked(name, start, length):
    with TemporaryDirectory() as folder:
        for path, file in FILES.items():
            text = file.read_text(encoding="utf-8")
            if path == name:
                text = text[:start] + text[start + length :]
            (Path(folder) / path).parent.mkdir(exist_ok=True)
            (Path(folder) / path).write_text(text, encoding="utf-8")
        checked = check_flow(Path(folder), connectors=CONNECTORS)
    is_wrong = any(each.severity == "error" for each in checked.diagnostics)
    assert (checked.flow is None) == is_wrong
