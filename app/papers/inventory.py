"""What every table is for and how long its rows are kept, in German, for the record of processing.

A test compares this with the schema: a table or a visitor's column that is not named here fails it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

UNTIL_CHANGED = "bis zur Änderung oder Löschung durch die Redaktion"
HISTORY = "dauerhaft: Wer einen alten Zettel prüft, muss den damaligen Stand finden"
RELEASED = "dauerhaft: veröffentlichte, anonyme Statistik"
CONTACTS = "{contact_months} Monate nach Ablauf des Monats"
QUARTERS = "{contact_months} Monate nach Ablauf des Quartals"
ACCOUNT = "solange das Konto besteht"


@dataclass(frozen=True)
class Stored:
    """Purpose of a table, and how long its rows stay; ``{contact_months}`` and the like are filled in."""

    purpose: str
    kept: str


VISITORS: Mapping[str, Stored] = {
    "contact": Stored("ein anonymes Erstgespräch eines Monats", CONTACTS),
    "contact_topic": Stored("Themen eines Erstgesprächs", CONTACTS),
    "referral": Stored("Stelle, an die ein Erstgespräch verwies (nie die Regel)", CONTACTS),
    "desk_load": Stored("Zähler der Auslastung, mit nichts verknüpft", QUARTERS),
    "topic_load": Stored("Zähler je Handlungsfeld, mit nichts verknüpft", QUARTERS),
    "slip_code": Stored("Prüfwert eines Zettelcodes, bis er eingelöst ist", "bis zum Ende des dritten Monats"),
    "feedback": Stored("Zähler, wie Zettel ausgingen", QUARTERS),
    "resend_key": Stored("Prüfwert eines Formulars, damit es nur einmal zählt", "{resend_hours} Stunden"),
    "missing_note": Stored("fehlendes Material in einer Sprache", "bis zum Monatsende, dann ohne Anzahl"),
    "wrong_data": Stored("Zähler gemeldeter Fehler eines Eintrags", "bis die Redaktion sie erledigt"),
    "handout_given": Stored("Zähler ausgegebenen Materials", QUARTERS),
    "language_unmet": Stored("Zähler, für welche Sprachen Sprachmittlung fehlte", QUARTERS),
    "edition_stock": Stored("Bestand an Infomaterial", UNTIL_CHANGED),
}
"""Everything in which a conversation leaves a trace."""

COLUMNS: Mapping[str, str] = {
    "contact.key": "Zufallszahl (128 Bit)",
    "contact.month": "Monat",
    "contact.language": "Sprache des Gesprächs",
    "contact.talk": "wie verständigt wurde",
    "contact.channel": "Weg (vor Ort, Telefon …)",
    "contact.outcome": "Ergebnis",
    "contact.concept_group": "eine von acht groben Zielgruppen",
    "contact.persons": "Anzahl der Personen",
    "contact.duration": "Dauer in groben Stufen",
    "contact_topic.contact_key": "Zufallszahl",
    "contact_topic.topic_id": "Thema",
    "referral.contact_key": "Zufallszahl",
    "referral.office_id": "Stelle",
    "desk_load.quarter": "Quartal",
    "desk_load.weekday": "Wochentag",
    "desk_load.hour": "Stunde",
    "desk_load.n": "Anzahl",
    "topic_load.field_of_action_id": "Handlungsfeld",
    "topic_load.weekday": "Wochentag",
    "topic_load.quarter": "Quartal",
    "topic_load.n": "Anzahl",
    "slip_code.digest": "Prüfwert des Codes (HMAC)",
    "slip_code.office_id": "Stelle",
    "slip_code.field_of_action_id": "Handlungsfeld",
    "slip_code.valid_until": "gültig bis (Monatsende)",
    "feedback.office_id": "Stelle",
    "feedback.field_of_action_id": "Handlungsfeld",
    "feedback.quarter": "Quartal",
    "feedback.outcome": "Ausgang",
    "feedback.n": "Anzahl",
    "resend_key.digest": "Prüfwert",
    "resend_key.day": "Tag",
    "resend_key.undone": "zurückgenommen",
    "missing_note.kind": "Art des Eintrags",
    "missing_note.entry_id": "Eintrag",
    "missing_note.language": "Sprache",
    "missing_note.month": "Monat",
    "wrong_data.entry_id": "Eintrag",
    "wrong_data.what": "was falsch ist (Auswahl)",
    "wrong_data.n": "Anzahl",
    "handout_given.handout_id": "Material",
    "handout_given.language": "Sprache der Ausgabe",
    "handout_given.quarter": "Quartal",
    "handout_given.n": "Anzahl",
    "language_unmet.language": "Sprache",
    "language_unmet.quarter": "Quartal",
    "language_unmet.n": "Anzahl",
    "edition_stock.edition_id": "Ausgabe",
    "edition_stock.left": "übrig",
    "edition_stock.reorder_at": "Meldebestand",
}
"""Every column of these tables: there is no other place where a detail of a visitor could be."""

STAFF: Mapping[str, Stored] = {
    "user": Stored("Konten: Name, Rolle, Prüfwert des Passworts, Einstellungen der Oberfläche", ACCOUNT),
    "login": Stored("laufende Anmeldungen (Prüfwert, Ende)", "höchstens {login_hours} Stunden"),
    "login_failure": Stored("Wartezeiten nach falschen Passwörtern, nur als Prüfwert", "ein Tag nach der Wartezeit"),
    "failed_logins": Stored("Zahl der Fehlversuche eines Tages, ohne Namen", "{audit_days} Tage"),
    "second_factor": Stored(
        "zweiter Faktor, verschlüsselt; bis zur nächsten Nacht der Zeitschritt des letzten Codes", ACCOUNT
    ),
    "recovery_code": Stored("Prüfwerte der Ersatzcodes", "bis sie benutzt oder ersetzt werden"),
    "account_link": Stored("Prüfwert eines Einmal-Links", "höchstens 24 Stunden"),
    "audit_entry": Stored("Protokoll der Verwaltungsvorgänge: wer, wann, was, vorher, nachher", "{audit_days} Tage"),
    "audit_chain": Stored("Anker der Prüfkette des Protokolls, ohne Namen", "dauerhaft: ein Prüfwert"),
    "change": Stored("Änderungen am Verzeichnis: wer, wann, warum", HISTORY),
    "entry_version": Stored("Einträge des Verzeichnisses nach jeder Änderung", HISTORY),
    "draft": Stored("Entwürfe der Redaktion mit Namen", "bis sie veröffentlicht oder verworfen werden"),
    "proposal": Stored("Vorschläge aus Importen und wer entschied", UNTIL_CHANGED),
    "work_aid_version": Stored("frühere Fassungen von Arbeitshilfen mit Namen", UNTIL_CHANGED),
}
"""Where names of members of staff stand, or what belongs to their accounts."""

OTHERS: Mapping[str, Stored] = {
    "office": Stored("Stellen; auch Ansprechperson und E-Mail-Adresse dort, nur für die Redaktion", UNTIL_CHANGED),
    "office_alias": Stored("andere Namen der Stellen", UNTIL_CHANGED),
    "office_closure": Stored("Schließzeiten der Stellen", UNTIL_CHANGED),
    "office_asked": Stored("wann eine Stelle zuletzt um Prüfung gebeten wurde", UNTIL_CHANGED),
    "routing_rule": Stored("Zuständigkeitsregeln", UNTIL_CHANGED),
    "rule_office": Stored("Stellen der Regeln", UNTIL_CHANGED),
    "rule_document": Stored("mitzubringende Unterlagen der Regeln", UNTIL_CHANGED),
    "topic": Stored("Themen", UNTIL_CHANGED),
    "field_of_action": Stored("Handlungsfelder", UNTIL_CHANGED),
    "target_group": Stored("Merkmale, nach denen Regeln fragen", UNTIL_CHANGED),
    "flag": Stored("Merkmale, nach denen Regeln fragen", UNTIL_CHANGED),
    "question": Stored("Fragen am Beratungsplatz", UNTIL_CHANGED),
    "question_option": Stored("Antworten zur Auswahl", UNTIL_CHANGED),
    "language": Stored("Sprachen", UNTIL_CHANGED),
    "document": Stored("Unterlagen zum Mitbringen", UNTIL_CHANGED),
    "slip_phrase": Stored("Sätze des Zettels", UNTIL_CHANGED),
    "source": Stored("Quellen des Verzeichnisses", UNTIL_CHANGED),
    "translation": Stored("Übersetzungen der Stadt", UNTIL_CHANGED),
    "external_id": Stored("Kennungen in anderen Verzeichnissen", UNTIL_CHANGED),
    "handout": Stored("Infomaterial", UNTIL_CHANGED),
    "handout_edition": Stored("Ausgaben des Infomaterials", UNTIL_CHANGED),
    "handout_request": Stored("Anfragen nach fehlendem Material", UNTIL_CHANGED),
    "stored_file": Stored("hochgeladene PDF-Dateien, bereinigt", UNTIL_CHANGED),
    "event": Stored("Veranstaltungen, mit Kontakt der Veranstaltenden", UNTIL_CHANGED),
    "interpreter": Stored("Sprachmittlungsdienste und wie man sie bucht", UNTIL_CHANGED),
    "presence_slot": Stored("Sprechzeiten im Haus", UNTIL_CHANGED),
    "presence_exception": Stored("Ausnahmen der Sprechzeiten", UNTIL_CHANGED),
    "house_closure": Stored("Schließtage des Hauses", UNTIL_CHANGED),
    "agreement": Stored("Kooperationsvereinbarungen", UNTIL_CHANGED),
    "board_entry": Stored("Schwarzes Brett (nur Organisationen)", UNTIL_CHANGED),
    "work_aid": Stored("Arbeitshilfen", UNTIL_CHANGED),
    "release": Stored("veröffentlichte Tabellen", RELEASED),
    "release_plan": Stored("wie fein welche Tabelle veröffentlicht wird", RELEASED),
    "withheld_table": Stored("welche Tabelle nicht veröffentlicht wurde", RELEASED),
    "rounding_secret": Stored("Schlüssel der Rundung", "dauerhaft: dieselbe Zahl wird immer gleich gerundet"),
    "rounding_flip": Stored("welche Rundung die Freigabeprüfung änderte", "dauerhaft: wie der Schlüssel"),
    "evaluation_report": Stored("Evaluationsberichte", UNTIL_CHANGED),
    "evaluation_text": Stored("Texte der Evaluationsberichte", UNTIL_CHANGED),
    "setting": Stored("Einstellungen der Stadt", UNTIL_CHANGED),
    "revision": Stored("Nummer des Verzeichnisstands", "dauerhaft: ein Zähler"),
    "backup_record": Stored("wann welche Sicherung gelang", "{backup_days} Tage"),
    "nightly_job": Stored("wann der Nachtlauf zuletzt lief", "bis zum nächsten Lauf"),
}
"""The directory, the house, the statistics and the machine."""
