"""Values under way: messages, commands, records, events, effects, decisions."""
