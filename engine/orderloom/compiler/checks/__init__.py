"""What a flow must also fulfil once every name in it resolves; one file per question."""
