"""The fields of an office as editors see them: what they are called, how they are typed, what they may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.errors import N_

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "name_de": N_("Name"),
        "name_en": N_("English name"),
        "former_names": N_("Former and other names"),
        "kind": N_("Sort of office"),
        "status": N_("Status"),
        "status_note": N_("Remark on the status"),
        "successor": N_("Successor"),
        "street": N_("Street and number"),
        "postcode": N_("Postcode"),
        "city": N_("Town"),
        "tram_stop": N_("Stop"),
        "phone": N_("Telephone"),
        "email": N_("E-mail"),
        "website": N_("Website"),
        "contact_form": N_("Contact form or booking (web address)"),
        "opening_hours": N_("Opening hours"),
        "closures": N_("Closures"),
        "appointment_code": N_("Appointment"),
        "appointment": N_("Remark on appointments"),
        "cost_code": N_("Cost"),
        "cost": N_("Remark on the cost"),
        "note_codes": N_("What else holds for everyone"),
        "languages": N_("Languages spoken"),
        "language_note": N_("Remark on languages"),
        "topics": N_("Topics"),
        "groups": N_("Target groups"),
        "bring": N_("What to bring"),
        "limits": N_("For whom, and limits"),
        "as_of": N_("As of"),
        "sources": N_("Sources"),
        "caretaker": N_("Responsible for this entry"),
        "contact_name": N_("Contact person"),
        "contact_email": N_("E-mail of the contact person"),
        "review_on": N_("To be checked on"),
        "checked_on": N_("Last confirmed on"),
    }
)
"""Field -> what it is called, in the order of the form."""

TEXTS = (
    "name_de", "name_en", "kind", "status", "status_note", "successor", "street", "postcode", "city", "tram_stop",
    "phone", "email", "website", "contact_form", "appointment_code", "appointment", "cost_code", "cost",
    "language_note", "limits", "caretaker", "contact_name", "contact_email", "review_on",
)  # fmt: skip
LISTS = ("former_names", "languages", "topics", "groups", "bring")
"""Fields of several texts: one row of the form each."""
NEVER_NULL = frozenset({"caretaker", "contact_name"})
"""Texts that are "" where nothing is known; the others are None then."""

DATED = (
    "street", "postcode", "city", "tram_stop", "phone", "email", "website", "contact_form", "opening_hours",
    "appointment", "cost", "languages", "language_note", "topics", "groups", "bring", "limits",
)  # fmt: skip
"""Facts that have a source and a date of their own."""
BELONGS_TO = MappingProxyType({"appointment_code": "appointment", "cost_code": "cost"})
"""Fields that share the date of another one."""

STATUSES = MappingProxyType(
    {"active": N_("active"), "verify": N_("to be verified"), "defunct": N_("does not exist any more")}
)
APPOINTMENTS = MappingProxyType(
    {
        "none": N_("no appointment needed"),
        "recommended": N_("recommended"),
        "required": N_("required"),
        "by_post": N_("comes by post after the application"),
        "online": N_("booked online"),
        "phone": N_("made by telephone"),
    }
)
COSTS = MappingProxyType({"free": N_("free of charge"), "fee": N_("costs a fee"), "members": N_("for members only")})
NOTES = MappingProxyType(
    {
        "confidential": N_("confidential"),
        "anonymous_possible": N_("can be anonymous"),
        "members_only": N_("for members only"),
        "only_city": N_("only for residents of the city"),
        "only_county": N_("only for residents of the county"),
        "age_12_26": N_("from 12 to 26 years"),
        "age_from_27": N_("from 27 years"),
        "interpreter_on_site": N_("interpreters on site"),
        "interpreter_ask": N_("interpreters on request"),
        "interpreter_allowed": N_("interpreters may come along"),
        "bring_interpreter": N_("bring somebody who interprets"),
        "german_only": N_("German only"),
        "address_confidential": N_("the address is confidential"),
        "address_unsure": N_("the address is unsure"),
    }
)
KINDS = MappingProxyType(
    {
        "city": N_("city authority"),
        "county": N_("county authority"),
        "state": N_("state authority"),
        "federal": N_("federal authority"),
        "federal_city": N_("federal and city together"),
        "chamber": N_("chamber"),
        "university": N_("university"),
        "welfare": N_("welfare association"),
        "ngo": N_("association or initiative"),
        "network": N_("network or project"),
        "housing": N_("housing company"),
        "generic": N_("to be looked up (such as “your health insurance”)"),
    }
)

EXPECTED = MappingProxyType(
    {
        "id": N_("Use letters, digits, _ and - for the id, at most 60."),
        "name_de": N_("Every office needs a name."),
        "name_en": N_("Every office needs an English name; repeat the German one if there is none."),
        "kind": N_("Choose what sort of office it is."),
        "phone": N_("Write the telephone number with digits, such as +49 341 1230."),
        "email": N_("Write an e-mail address, such as info@example.org."),
        "contact_email": N_("Write an e-mail address, such as info@example.org."),
        "website": N_("Write a web address that starts with https:// or http://."),
        "contact_form": N_("Write a web address that starts with https:// or http://."),
        "postcode": N_("Write the postcode with at most 10 characters."),
        "opening_hours": N_("This is no valid OSM opening_hours text. Example: Mo-Fr 08:00-12:00; PH off"),
        "closures": N_("A closure needs a first and a last day in this order, and each first day only once."),
        "review_on": N_("Write a date."),
        "as_of": N_("Write a date or its beginning, such as 2026-11 or 2026."),
        "successor": N_("This office is not in the directory."),
        "topics": N_("This topic is not in the directory: %(text)s"),
        "groups": N_("This target group is not in the directory: %(text)s"),
        "languages": N_("This language is not known: %(text)s"),
    }
)
"""What a field expects, for those in which something can be wrong."""
OTHERWISE = N_("This cannot be stored: %(text)s")


@dataclass(frozen=True)
class Remark:
    """A sentence about a field: ``message`` goes through the interface's catalogue, then takes ``values``."""

    about: str
    message: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
