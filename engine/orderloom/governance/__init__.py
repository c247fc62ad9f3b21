"""What may change while a flow runs, and what a change makes of the records that are there."""
