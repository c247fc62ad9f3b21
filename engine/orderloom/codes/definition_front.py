"""OL0xx and OL1xx: what reading a definition and holding it against its schema finds."""

from orderloom.codes import definition_files, definition_shape

CODES = (*definition_files.CODES, *definition_shape.CODES)
