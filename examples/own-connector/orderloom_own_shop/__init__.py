"""The connector ``own_shop``."""
