"""The five roles, and the sets of them that endpoints declare."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do."""

    ADVISOR = "advisor"
    PARTNER = "partner"
    EDITOR = "editor"
    ANALYST = "analyst"
    ADMIN = "admin"


EVERYONE = frozenset(Role)
AT_THE_COUNTER = frozenset({Role.ADVISOR, Role.PARTNER, Role.EDITOR, Role.ADMIN})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
ADMINISTRATORS = frozenset({Role.ADMIN})
ANALYSTS = frozenset({Role.ANALYST, Role.ADMIN})
PUBLIC: frozenset[Role] = frozenset()
