"""OL15x to OL17x, OL2xx, OL4xx, OL96x: unknown names, definitions that cannot mean anything."""

from orderloom.codes.contact import CONTACT_CODES
from orderloom.codes.definition_calendars import CALENDAR_CODES
from orderloom.codes.definition_calls import CALL_CODES
from orderloom.codes.definition_connectors import CONNECTOR_CODES
from orderloom.codes.definition_emitting import EMITTING_CODES
from orderloom.codes.definition_figures import FIGURE_CODES
from orderloom.codes.definition_links import LINK_CODES
from orderloom.codes.definition_meaning import MEANING_CODES
from orderloom.codes.definition_metrics import METRIC_CODES
from orderloom.codes.definition_names import NAME_CODES
from orderloom.codes.definition_nesting import NESTING_CODES
from orderloom.codes.definition_owning import OWNING_CODES
from orderloom.codes.definition_plays import PLAY_CODES
from orderloom.codes.definition_reach import REACH_CODES
from orderloom.codes.definition_rules import RULE_CODES
from orderloom.codes.definition_tables import TABLE_CODES
from orderloom.codes.definition_tests import TEST_CODES
from orderloom.codes.definition_trees import TREE_CODES
from orderloom.codes.definition_uses import USES_CODES
from orderloom.codes.plugins import DEFINITION_CODES
from orderloom.codes.stocks import STOCK_CODES

CODES = (
    *NAME_CODES,
    *MEANING_CODES,
    *LINK_CODES,
    *PLAY_CODES,
    *REACH_CODES,
    *TABLE_CODES,
    *CALENDAR_CODES,
    *TEST_CODES,
    *TREE_CODES,
    *CALL_CODES,
    *CONNECTOR_CODES,
    *USES_CODES,
    *OWNING_CODES,
    *EMITTING_CODES,
    *NESTING_CODES,
    *FIGURE_CODES,
    *METRIC_CODES,
    *DEFINITION_CODES,
    *CONTACT_CODES,
    *RULE_CODES,
    *STOCK_CODES,
)
