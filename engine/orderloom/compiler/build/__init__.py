"""From located trees to frozen definitions, one file per kind."""
