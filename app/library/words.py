"""Words of the library's pages for what is stored as codes."""

from collections.abc import Mapping

from app.errors import N_

KINDS: Mapping[str, str] = {"file": N_("PDF"), "link": N_("Web address"), "paper": N_("Paper only")}
SHOWN: Mapping[str, str] = {
    "low": N_("To be ordered again"),
    "expiring": N_("Expired or expiring"),
    "unchecked": N_("To be checked"),
    "bare": N_("Without any edition"),
    "withdrawn": N_("Withdrawn"),
}
"""What the list can be narrowed to."""
HANDOUT: Mapping[str, str] = {
    "title_de": N_("Title"),
    "title_en": N_("Title in English"),
    "evidence": N_("Evidence"),
    "topics": N_("Topics"),
    "traits": N_("Target groups"),
    "publisher": N_("Publisher"),
    "withdrawn": N_("Withdrawn"),
}
EDITION: Mapping[str, str] = {
    "language": N_("Language"),
    "kind": N_("What there is"),
    "file": N_("PDF"),
    "link": N_("Web address"),
    "issued_on": N_("Issued on"),
    "valid_until": N_("Valid until"),
    "pages": N_("Pages"),
    "note": N_("Note"),
    "left": N_("Copies"),
    "reorder_at": N_("Order again from"),
}
