"""Builds the web application: extensions, blueprints, error pages, response headers."""

from flask import Flask

from app import errorpages, interface, mail, security
from app.accounts import identity, roles
from app.accounts.account_views import blueprint as account
from app.accounts.arriving import blueprint as arriving
from app.accounts.lock_views import blueprint as lock
from app.accounts.oidc import Provider
from app.accounts.oidc_views import blueprint as town_login
from app.accounts.second_factor_views import blueprint as second_factor
from app.accounts.users_views import blueprint as users
from app.accounts.views import blueprint as accounts
from app.accounts.welcome_views import blueprint as welcome
from app.aids.views import blueprint as aids
from app.audit.watching import watch
from app.board.views import blueprint as board
from app.calendar.agreement_views import blueprint as agreements
from app.calendar.feed_views import blueprint as calendar_feed
from app.calendar.slot_views import blueprint as house_hours
from app.calendar.views import blueprint as calendar
from app.counter.views import blueprint as counter
from app.db import Database
from app.demo import mark
from app.evaluation.views import blueprint as evaluation
from app.events.views import blueprint as events
from app.exchange.files_views import allow_large_uploads
from app.exchange.files_views import blueprint as files
from app.exchange.proposals_views import allow_large_files
from app.exchange.proposals_views import blueprint as proposals
from app.extensions import csrf
from app.feedback.rates_views import blueprint as rates
from app.feedback.stamp import blueprint as stamp
from app.feedback.views import blueprint as feedback
from app.files.store import files_of
from app.forms import refuse_nameless
from app.health import blueprint as health
from app.hsds.views import blueprint as hsds
from app.interpreting.views import blueprint as interpreting
from app.keys import Keys
from app.library.views import blueprint as library
from app.missing.views import blueprint as missing
from app.offices.views import blueprint as offices
from app.operations import metrics, notice
from app.operations.audit_views import blueprint as audit
from app.operations.metrics import blueprint as metrics_of_the_server
from app.operations.views import blueprint as operations
from app.paper.views import blueprint as paper
from app.papers.views import blueprint as papers
from app.rules.views import blueprint as rules
from app.statistics.downloads import blueprint as downloads
from app.statistics.explaining import blueprint as explaining
from app.statistics.views import blueprint as statistics
from app.translation.views import allow_large_forms
from app.translation.views import blueprint as translation
from app.upkeep.drafts_views import blueprint as drafts
from app.upkeep.due_views import blueprint as due
from app.upkeep.history_views import blueprint as history
from app.upkeep.language_keys import blueprint as vocabulary
from app.upkeep.proof_views import blueprint as proof
from app.uploads.material import blueprint as material
from app.uploads.taking import allow_files
from app.uploads.views import blueprint as uploads
from config import ROOT, Settings

MAXIMUM_FORM_BYTES = 256 * 1024

BLUEPRINTS = (
    account,
    accounts,
    agreements,
    aids,
    arriving,
    audit,
    board,
    calendar,
    calendar_feed,
    counter,
    downloads,
    drafts,
    due,
    evaluation,
    events,
    explaining,
    feedback,
    files,
    health,
    history,
    house_hours,
    hsds,
    interpreting,
    library,
    lock,
    material,
    missing,
    offices,
    metrics_of_the_server,
    operations,
    paper,
    papers,
    proof,
    proposals,
    rates,
    rules,
    second_factor,
    stamp,
    statistics,
    town_login,
    translation,
    uploads,
    users,
    vocabulary,
    welcome,
)


def create_app(settings: Settings, keys: Keys, database: Database) -> Flask:
    """The WSGI application on an instance that is ready (see app.cli.instance)."""
    app = Flask("app", root_path=str(ROOT / "app"), template_folder=str(ROOT / "templates"), static_folder="static")
    app.jinja_environment = interface.Templates
    watch(database, keys)
    app.extensions["database"] = database
    app.extensions["keys"] = keys
    app.extensions["settings"] = settings
    app.extensions["files"] = files_of(settings.instance)
    app.extensions["town_login"] = Provider(**vars(settings.open_id)) if settings.open_id else None
    app.extensions["local_accounts"] = settings.local_accounts
    app.extensions["mail"] = mail.server_of(settings.smtp_url) if settings.smtp_url else None
    app.config.update(
        SECRET_KEY=keys.derive("session cookie"),
        MAX_CONTENT_LENGTH=MAXIMUM_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAXIMUM_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        **security.cookie_settings(behind_proxy=settings.behind_proxy),
    )
    # Before the CSRF check, whose error page speaks a language too.
    interface.init_app(app)
    # A foreign host gets no answer of any kind, not even what the CSRF check would say.
    security.init_app(app, hosts=settings.hosts)
    app.before_request(allow_large_forms)
    app.before_request(allow_large_files)
    app.before_request(allow_large_uploads)
    app.before_request(allow_files)
    app.before_request(refuse_nameless)
    csrf.init_app(app)
    identity.init_app(app)
    app.jinja_env.globals["roles"] = roles
    mark.init_app(app)
    notice.init_app(app)
    metrics.init_app(app)
    errorpages.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _refuse_undeclared(app)
    return app


def _refuse_undeclared(app: Flask) -> None:
    """An endpoint without a declaration of roles must not go into service."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "roles"):
            raise RuntimeError(f"endpoint {endpoint} does not declare who may use it (app.accounts.access)")
