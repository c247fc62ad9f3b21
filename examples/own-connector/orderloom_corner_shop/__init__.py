"""The connector ``corner_shop``."""
