"""Why something did not happen to a record: everything that stands, or stood, in its way."""
