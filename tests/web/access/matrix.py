"""Every endpoint and the roles that may use it, kept by hand: a declaration that changes must change here as well."""

from app.accounts.roles import Role

TABLE = {
    # Everyone, logged in or not: logging in and out, what is published, and what shows nothing by itself.
    "": """
        accounts.begin_login accounts.check_code accounts.code accounts.login accounts.logout feed.feed
        health.healthz hsds.base hsds.organization hsds.organizations hsds.service hsds.service_at_location
        hsds.service_at_locations hsds.services hsds.taxonomies hsds.taxonomy hsds.taxonomy_term
        hsds.taxonomy_terms lock.lock material.read metrics.metrics papers.accessibility stamp.form stamp.report
        stamp.undo town_login.back town_login.begin town_login.ended town_login.finish town_login.go_on
        welcome.choose welcome.form
    """,
    # Whoever is logged in.
    "advisor partner editor analyst admin": """
        account.change account.end_logins account.show counter.home second_factor.enrol second_factor.enrolment
        second_factor.new_codes second_factor.remove
    """,
    # At the counter.
    "advisor partner editor admin": """
        aids.overview aids.show board.overview calendar.calendar calendar.closed_days counter.answer
        counter.finish counter.missing counter.preview counter.report counter.slip counter.start counter.undo
        counter.undo_missing counter.undo_report events.overview events.participants events.poster events.show
        feed.addresses feedback.form feedback.redeem feedback.sheet feedback.undo hours.overview
        interpreting.overview library.copies library.count library.languages library.overview library.show
        missing.overview paper.after paper.check paper.enter paper.print_sheet paper.start paper.undo
        uploads.document uploads.thumbnail
    """,
    # Who keeps the directory.
    "editor admin": """
        agreements.agreement agreements.archive agreements.change agreements.create agreements.new
        agreements.overview aids.act aids.create aids.edit aids.new aids.save aids.versions board.act
        board.create board.edit board.new board.save calendar.close calendar.reopen drafts.discard
        drafts.overview drafts.publish drafts.submit due.assign due.confirm due.download due.overview due.send
        due.settle due.show_letters due.undo events.cancel events.change events.create events.edit events.new
        events.undo feed.renew feedback.change_address files.check files.csv_archive files.hsds_archive
        files.overview files.public_archive files.take_over history.change history.overview history.restore
        history.state hours.archive hours.change hours.create hours.hours hours.new hours.one_day
        interpreting.change interpreting.create interpreting.edit interpreting.new library.add_edition
        library.change_edition library.create library.edit library.edit_edition library.new library.new_edition
        library.save library.state missing.after missing.create missing.draft missing.edition missing.letter
        missing.new missing.save missing.send missing.show missing.undo missing.withdraw offices.change
        offices.create offices.new offices.office offices.overview offices.slip proof.overview proposals.decide
        proposals.overview proposals.reject_all proposals.show proposals.take_file proposals.undo rules.change
        rules.overview rules.table translation.change translation.check_import translation.export
        translation.keep_everywhere translation.language translation.overview translation.preview
        translation.take_over translation.undo uploads.check vocabulary.change_languages vocabulary.languages
    """,
    # Who reads and writes about what was released.
    "analyst admin": """
        downloads.chart downloads.overview downloads.package downloads.page downloads.table evaluation.as_docx
        evaluation.as_pdf evaluation.create evaluation.edit evaluation.overview evaluation.remove
        evaluation.renew evaluation.save evaluation.show explaining.method explaining.plan explaining.releases
        statistics.show statistics.start
    """,
    # Both.
    "editor analyst admin": """
        rates.rates
    """,
    # Accounts, operation, papers.
    "admin": """
        audit.download audit.overview drafts.four_eyes operations.back_up operations.overview papers.paper
        papers.papers users.accounts users.change
    """,
}
MATRIX = {
    endpoint: frozenset(Role(role) for role in roles.split())
    for roles, endpoints in TABLE.items()
    for endpoint in endpoints.split()
}
