"""How the contacts of a welcome centre are spread: weights, made up after published figures of such centres. Pure.

A long tail of languages; language, work and residence lead; workers from the EU are the largest group; which topics and
which way of talking depends on the language and on who comes. Only the proportions of weights count.
"""

from collections.abc import Mapping

Weights = Mapping[str, float]

LANGUAGES: Weights = {
    "en": 136,
    "ro": 112,
    "uk": 112,
    "ar": 110,
    "pl": 78,
    "ru": 78,
    "es": 52,
    "bg": 46,
    "de": 34,
    "fa": 34,
    "hu": 25,
    "tr": 26,
    "vi": 21,
    "fr": 20,
    "fa-AF": 17,
    "it": 14,
    "pt": 12,
    "ku": 11,
    "hr": 8,
    "el": 6,
    "ti": 7,
    "cs": 5,
    "sk": 5,
    "sq": 6,
    "hi": 6,
    "ur": 5,
    "so": 5,
    "ps": 4,
    "zh-Hans": 4,
    "sr-Latn": 4,
    "ka": 3.5,
    "ckb": 3.5,
    "am": 2,
    "bn": 2,
    "rmn": 2,
    "he": 1,
    "de-x-leicht": 1.5,
}
RARE = 0.8
"""The weight of a language or topic of another town's directory."""

_EU = {"eu_worker": 78, "eu_family": 8, "student": 6, "skilled": 1, "other": 3, "unknown": 4}
_REFUGEES = {
    "refugee": 66,
    "student": 4,
    "skilled": 6,
    "family": 10,
    "third": 5,
    "other": 2,
    "unknown": 6,
    "no_papers": 1,
}
_THIRD = {
    "eu_worker": 6,
    "refugee": 4,
    "student": 26,
    "skilled": 26,
    "family": 16,
    "third": 12,
    "other": 3,
    "unknown": 7,
}
_UKRAINE = {"refugee": 82, "student": 3, "skilled": 3, "family": 3, "third": 2, "other": 2, "unknown": 5}
_RUSSIAN = {
    "refugee": 40,
    "eu_worker": 12,
    "student": 8,
    "skilled": 10,
    "family": 10,
    "third": 10,
    "other": 4,
    "unknown": 6,
}
_BRIDGE = {
    "eu_worker": 36,
    "refugee": 7,
    "student": 19,
    "skilled": 17,
    "family": 6,
    "third": 7,
    "other": 3,
    "unknown": 5,
}
_GERMAN = {
    "eu_worker": 18,
    "refugee": 10,
    "student": 5,
    "skilled": 6,
    "family": 6,
    "third": 10,
    "other": 36,
    "unknown": 9,
}
VISITORS: Mapping[str, Weights] = {
    **dict.fromkeys(("ro", "pl", "bg", "hu", "it", "hr", "el", "cs", "sk"), _EU),
    **dict.fromkeys(("ar", "fa", "fa-AF", "ku", "ckb", "ti", "so", "ps"), _REFUGEES),
    **dict.fromkeys(("es", "pt", "fr", "en"), _BRIDGE),
    **dict.fromkeys(("de", "de-x-leicht"), _GERMAN),
    "uk": _UKRAINE,
    "ru": _RUSSIAN,
    "rmn": _EU,
}
"""Who speaks a language, by its tag; the others are as OTHER_VISITORS."""
OTHER_VISITORS: Weights = _THIRD

ANSWERS: Mapping[str, Mapping[str, Weights]] = {
    "eu_worker": {"status": {"eu_efta": 1}, "purpose": {"employee": 5, "jobseeker": 4, "self_employed": 1}},
    "eu_family": {"status": {"eu_efta": 1}, "purpose": {"family_member": 1}, "life": {"parent": 3, "none": 1}},
    "refugee": {
        "status": {"recognised_refugee": 6, "asylum_seeker": 3, "tolerated": 1},
        "life": {"parent": 3, "none": 5, "senior": 1},
    },
    "student": {"status": {"third_country": 1}, "purpose": {"student": 1}},
    "skilled": {"status": {"third_country": 1}, "purpose": {"qualified_worker": 6, "graduate": 2, "researcher": 2}},
    "family": {"status": {"third_country": 1}, "purpose": {"family_member": 1}, "life": {"parent": 2, "none": 1}},
    "third": {"status": {"third_country": 1}, "purpose": {"employee": 5, "jobseeker": 3, "apprentice": 2}},
    "other": {"other": {"helper": 4, "employer": 3, "professional": 3, "association": 2}},
    "no_papers": {"status": {"undocumented": 1}},
    "unknown": {},
}
"""What each kind of visitor answers, by question; ``none`` is not asked."""
UKRAINIAN_STATUS: Mapping[str, Weights] = {"status": {"ukraine_24": 1}, "life": {"parent": 4, "none": 5, "senior": 1}}
UKRAINIAN = {"uk": 1.0, "ru": 0.6}
"""How many of the refugees with this language come from Ukraine."""

TOPICS: Weights = {
    "sprache": 250,
    "arbeit": 238,
    "aufenthalt": 190,
    "wohnen": 84,
    "geld": 52,
    "familie": 34,
    "bildung": 34,
    "gesundheit": 26,
    "ausbildung": 24,
    "alltag": 22,
    "einbuergerung": 18,
    "asyl": 16,
    "schutz": 14,
    "kontakte": 5,
    "sonstiges": 5,
    "kultur": 3,
    "freizeit": 3,
    "engagement": 2,
}
MORE_OF: Mapping[str, Weights] = {
    "eu_worker": {"arbeit": 1.8, "aufenthalt": 0.7, "asyl": 0, "einbuergerung": 0.4, "gesundheit": 1.3},
    "eu_family": {"familie": 2.5, "bildung": 3, "asyl": 0, "arbeit": 0.7},
    "refugee": {"asyl": 4, "sprache": 1.3, "geld": 1.8, "arbeit": 0.7},
    "student": {"ausbildung": 9, "wohnen": 1.6, "asyl": 0, "geld": 0.5},
    "skilled": {"aufenthalt": 1.6, "arbeit": 1.3, "asyl": 0, "geld": 0.4, "einbuergerung": 2},
    "family": {"aufenthalt": 1.6, "familie": 2, "bildung": 2, "asyl": 0.3},
    "third": {"aufenthalt": 1.4, "asyl": 0.3, "einbuergerung": 1.6},
    "other": {"engagement": 30, "kontakte": 4, "sonstiges": 4, "asyl": 0.5},
    "no_papers": {"gesundheit": 6, "asyl": 3, "arbeit": 0.6},
    "unknown": {"asyl": 0.5},
}
"""By what the weight of a topic is multiplied for a kind of visitor."""
MANY_TOPICS = (0.68, 0.25, 0.07)
"""How many contacts have one, two or three topics."""
LEADING_SUBTOPIC = 0.62
"""Each subtopic in the order of the directory comes so much less often than the one before it."""
PROTECTED = {"schutz/haeusliche_gewalt": 1.6, "schutz/rechte_gewalt": 0.6, "familie/kinderschutz": 0.5}
"""Weights of protected subtopics beside 1 for the first of their topic: they are few, but they are there."""

STAFF_LANGUAGES = frozenset({"ar", "ro", "ru", "uk", "fa", "fa-AF", "es", "pl", "fr"})
WELL_KNOWN = frozenset({"de", "de-x-leicht", "en"})
TALK_WELL_KNOWN: Weights = {"direct": 95, "companion": 3, "gestures": 1, "interpreter": 1}
TALK_STAFF: Weights = {"direct": 76, "interpreter": 9, "companion": 12, "gestures": 3}
TALK_RARE: Weights = {"direct": 24, "interpreter": 34, "companion": 32, "gestures": 10}

CHANNELS: Weights = {"in_person": 850, "phone": 90, "email": 40, "event": 20}
PERSONS: Weights = {"1": 64, "2": 22, "3": 8, "4": 4, "5": 1.4, "6": 0.6}
OUTCOMES: Weights = {
    "referred": 66,
    "informed": 18,
    "material": 8,
    "declined_form": 4,
    "declined_forwarding": 2.5,
    "declined_complaint": 1.5,
}
DURATIONS: Weights = {"to5": 25, "to15": 45, "to30": 22, "over30": 8}

SEASON = (1.15, 1.05, 1.05, 0.95, 0.95, 0.95, 0.85, 0.85, 1.2, 1.25, 1.1, 0.7)
"""January to December: quiet in summer and around Christmas, busiest when courses and terms begin."""
GROWTH = 1.012
"""From month to month."""
WEEKDAYS = (1.15, 1.05, 0.9, 1.0, 0.8, 0.6, 0.5)
"""Monday to Sunday, of the hours in which the centre is open."""
FIRST_HOUR, LATER_HOURS = 1.35, (1.15, 0.85, 0.8, 1.0, 1.1, 0.85, 0.7)
"""After opening, and how it goes on; then as the last."""

SLIPS = 0.6
"""Of contacts get a slip."""
GIVEN = 0.28
"""Of topics with material, something is given along."""
OFFERS_SEEN = 3
"""One of so many that the counter shows first."""
REPORTED = 0.3
"""Of slips come back."""
LATEST_REPORT = 70
"""Days after which a slip comes back at the latest."""
REPORTS: Weights = {"reached": 74, "wrong_office": 9, "turned_away": 7, "not_gone": 10}
TROUBLE: Weights = {"reached": 46, "wrong_office": 26, "turned_away": 18, "not_gone": 10}
TROUBLED = 7
"""One of so many offices is one that visitors are often sent to in vain."""
FROM_THE_COUNTY = 0.06
"""Live in the county, not in the city."""

EVENTS = (
    ("Wohnungssuche in Leipzig", "Finding a flat in Leipzig", ("wohnen/wohnungssuche",), ("de", "en")),
    ("Anerkennung von Berufsabschlüssen", "Recognition of qualifications", ("arbeit/anerkennung_beruf",), ("de", "uk")),
    ("Arbeitsrecht einfach erklärt", "Your rights at work", ("arbeit/arbeitsrecht",), ("de", "ro", "pl")),
    ("Wege zum Deutschkurs", "Ways to a German course", ("sprache/integrationskurs",), ("de", "ar")),
    ("Kita und Schule", "Child care and school", ("bildung/kita", "bildung/schule_allgemein"), ("de", "uk", "ar")),
    ("Einbürgerung: Fragen und Antworten", "Naturalisation: questions and answers", ("einbuergerung",), ("de",)),
    ("Bewerben in Deutschland", "Applying for jobs in Germany", ("arbeit/arbeitssuche",), ("de", "en")),
    ("Sprachcafé", "Language café", ("sprache/deutsch_lernen_sonst", "kontakte/begegnung"), ("de",)),
)
"""Talks in the house: German and English title, topics, languages."""
EVENTS_A_MONTH = (1, 3)
"""Fewest and most."""
PARTICIPANTS = (6, 32)

INTERPRETERS = (
    (
        "Sprachmittlung vor Ort",
        ("ar", "fa", "fa-AF", "ru", "uk", "ti", "so", "ku", "ps", "vi", "tr", "sq", "ur"),
        ("on_site",),
        5,
    ),
    ("Dolmetschen am Telefon", ("en", "ro", "pl", "es", "fr", "bg", "hu", "pt", "it", "ar", "ru"), ("phone",), 0),
)
"""Services: name, languages, how, and how many days ahead to book. Nobody interprets the long tail."""
PARTNERS = (
    ("babs", 1, 14, 17, ("arbeit/arbeitssuche", "arbeit/arbeitsrecht")),
    ("fizu", 2, 11, 13, ("arbeit/anerkennung_beruf",)),
    ("drk_mbe", 2, 14, 17, ("sprache/integrationskurs",)),
    ("naomi_jmd", 4, 13, 16, ("sprache/integrationskurs",)),
    ("ihk", 4, 11, 13, ("ausbildung/ausbildungsplatz",)),
)
"""Who sits in: office, weekday (1 Monday), from and to which hour, subtopics."""
