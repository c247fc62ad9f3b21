"""The Flask application: one status page, the same as JSON, and what those ask who watch."""

import logging
from collections.abc import Callable
from types import MappingProxyType

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, NotFound

from orderloom.app.lookout import PATHS, Lookout
from orderloom.app.status import Status
from orderloom_ui.guarding import add_headers, refuse_other_hosts
from orderloom_ui.texts import LANGUAGES, texts
from orderloom_ui.view import view_of

_log = logging.getLogger(__name__)

_SAID = MappingProxyType({404: "not_found", 405: "not_allowed", 421: "wrong_host"})


def create_app(status: Callable[[], Status], lookout: Lookout, language: str = "en") -> Flask:
    """Make the application.

    Args:
        status: Gives the newest picture; called from several threads.
        lookout: Answers those who watch.
        language: ``en`` or ``zh``, for readers who ask for neither.
    """
    app = Flask(__name__)
    app.jinja_options = {**app.jinja_options, "autoescape": True}
    app.before_request(refuse_other_hosts)
    app.after_request(add_headers)

    @app.get("/")
    def show_status() -> str:
        chosen = _language(language)
        view = view_of(status(), chosen)
        return render_template("status.html", view=view, t=texts(chosen), language=chosen)

    @app.get("/status.json")
    def give_status() -> Response:
        return jsonify(_document(status(), _language(language)))

    def look() -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        told = lookout.answer(request.path, headers)
        if told.status == 404:
            raise NotFound
        return Response(told.body, told.status, content_type=told.kind)

    for path in sorted(PATHS):
        app.add_url_rule(path, path, look)

    @app.errorhandler(HTTPException)
    def tell_refusal(error: HTTPException) -> tuple[str, int]:
        return _error_page(error.code or 500), error.code or 500

    @app.errorhandler(Exception)
    def tell_failure(error: Exception) -> tuple[str, int]:
        _log.error("a page broke", exc_info=error)
        return _error_page(500), 500

    return app


def _language(fallback: str) -> str:
    """Give the language asked for by ``?lang=``, else by the browser."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or fallback


def _error_page(code: int) -> str:
    """Give a page in both languages: who gets lost may read either."""
    name = _SAID.get(code, "broken")
    said = [(language, texts(language)[name], texts(language)["back"]) for language in LANGUAGES]
    return render_template("error.html", said=said, code=code)


def _document(status: Status, language: str) -> dict[str, object]:
    view = view_of(status, language)
    return {
        "flow": status.flow.id,
        "environment": status.flow.environment,
        "at": status.at.isoformat(),
        "items": dict(status.items),
        "records": dict(status.records),
        "states": {field: dict(counts) for field, counts in status.states.items()},
        "outbox": dict(status.outbox),
        "quarantine": [row._asdict() for row in view.quarantine],
        "alerts": [row._asdict() for row in view.alerts],
        "troubles": view.troubles,
    }
