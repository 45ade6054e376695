"""A report of conformance as one web page that needs nothing else: for reading, printing, mending."""

from pathlib import Path

from django.template import Context, Engine

from damrong.exchange.conformance.report import Outcome, Report

_WORDS = {
    Outcome.PASSED: ("ผ่าน", "passed"),
    Outcome.FAILED: ("ไม่ผ่าน", "failed"),
    Outcome.NOT_ASKED: ("ไม่ได้กำหนดไว้", "not asked for"),
    Outcome.NOT_TRIED: ("ไม่ได้ทดสอบ", "not tried"),
}


def page(report: Report) -> str:
    """What failed stands first, with how to mend it."""
    first = sorted(report.results, key=lambda one: one.outcome != Outcome.FAILED)
    context = {
        "report": report,
        "rows": [(one, *_WORDS[one.outcome]) for one in first],
        "failed": sum(one.outcome == Outcome.FAILED for one in report.results),
        "tried": sum(one.outcome in {Outcome.PASSED, Outcome.FAILED} for one in report.results),
    }
    # An engine of its own: whoever tries an endpoint needs no database.
    engine = Engine(dirs=[str(Path(__file__).parent / "templates")])
    return engine.get_template("ops/conformance.html").render(Context(context, use_l10n=False))
