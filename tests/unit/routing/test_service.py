from referrals.routing.service import kept_offices
from tests.unit.routing.leipzig import leipzig, sensitive_flags


def kept(topic: str) -> frozenset[str]:
    return kept_offices(leipzig(), topic, sensitive_flags())


def test_an_office_that_only_tells_a_trait_is_not_kept() -> None:
    assert kept("wohnen/mietproblem") == {"mieterverein", "sozialamt_wohnhilfen"}
    assert kept("alltag/beschwerde") == {"referat_mi"}
    assert kept("familie/heirat_scheidung") == {"wohnort_verwaltung", "standesamt", "binational"}
    assert kept("gesundheit/asylblg_behandlung") == {"wohnort_verwaltung", "sozialamt_migrantenhilfe"}


def test_flags_that_are_not_sensitive_do_no_harm() -> None:
    assert kept("arbeit/anerkennung_beruf") == {"hwk", "ibas", "landesdirektion", "lasub", "zab", "fizu", "ihk"}


def test_a_topic_without_rules_keeps_nothing() -> None:
    assert kept("no/rules") == frozenset()
