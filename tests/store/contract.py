"""What every store must do; one class per database inherits it and gives the fixture ``store``.

``store`` is an open store of ``flows.flow()``. ``reopen(flow)`` gives a second one over the same
database, as another process would open it. ``integrity_error`` is what the driver raises when a
constraint is broken.
"""

from tests.store.contract_erasure import ErasureContract
from tests.store.contract_jobs import JobContract, SearchContract, UniqueContract
from tests.store.contract_keeping import InForceContract, RefusalContract
from tests.store.contract_messages import InboxContract
from tests.store.contract_notes import NotesContract
from tests.store.contract_records import CommitContract, ReaderContract, VersionContract
from tests.store.contract_traces import JournalContract, OutboxContract
from tests.store.contract_waiting import FigureContract, ScheduleContract, TimerContract


class StoreContract(
    InboxContract,
    CommitContract,
    ReaderContract,
    OutboxContract,
    JournalContract,
    VersionContract,
    JobContract,
    SearchContract,
    UniqueContract,
    NotesContract,
    TimerContract,
    ScheduleContract,
    FigureContract,
    ErasureContract,
    InForceContract,
    RefusalContract,
):
    """All parts together."""
