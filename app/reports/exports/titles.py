"""What each released table is called, and what it counts, in English texts of the interface."""

from app.errors import N_

TITLES = {
    "channel": N_("Contacts in all and by channel"),
    "desk_load": N_("Load of the desk by weekday and hour"),
    "duration": N_("Contacts by duration"),
    "event": N_("Visits of events by topic"),
    "feedback": N_("Feedback by office, field of action and outcome"),
    "field_load": N_("Load by field of action and weekday"),
    "field_of_action": N_("Contacts by field of action"),
    "group": N_("Contacts by target group"),
    "handout": N_("Material given out by leaflet and language"),
    "language": N_("Contacts by language"),
    "language_talk": N_("Contacts by language and how one talked"),
    "office": N_("Contacts by office referred to"),
    "outcome": N_("Contacts by outcome"),
    "persons": N_("Contacts by number of persons"),
    "talk": N_("Contacts by how one talked"),
    "topic": N_("Contacts by topic and subtopic"),
    "topic_group": N_("Contacts by topic, subtopic and target group"),
    "topic_language": N_("Contacts by topic and language"),
    "unmet_language": N_("Languages nobody could interpret"),
}
"""By name of the table."""
DIMENSIONS = {
    "channel": N_("Channel"),
    "duration": N_("Duration"),
    "field_of_action": N_("Field of action"),
    "group": N_("Target group"),
    "handout": N_("Leaflet"),
    "hour": N_("Hour"),
    "language": N_("Language"),
    "office": N_("Office"),
    "outcome": N_("Outcome"),
    "persons": N_("Persons"),
    "subtopic": N_("Subtopic"),
    "talk": N_("How one talked"),
    "topic": N_("Topic"),
    "weekday": N_("Weekday"),
}
"""By id of the dimension."""
