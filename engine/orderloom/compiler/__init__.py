"""From YAML files to frozen definitions, with every finding located."""
