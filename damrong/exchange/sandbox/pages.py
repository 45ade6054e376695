"""The sandbox's own pages: plain HTML, Thai and English side by side, usable on a telephone."""

import datetime
import json
from collections.abc import Mapping
from html import escape
from sqlite3 import Row

from damrong.exchange.protocol import Type, read
from damrong.exchange.sandbox.agency import Agency
from damrong.exchange.sandbox.store import Store

_STYLE = """body{font:18px/1.6 Sarabun,'Noto Sans Thai',sans-serif;margin:0 auto;max-width:52rem;
padding:1rem;color:#14181f;background:#f3f5f8}h1{font-size:1.5rem}article,form.new{background:#fff;
border:1px solid #cdd3dc;border-radius:6px;padding:1rem;margin:1rem 0}dt{font-weight:600;color:#474f5e}
dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}label{display:block;margin:.5rem 0}
input,select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;min-height:2.75rem}
button{background:#1b2f6b;color:#fff;border:0;border-radius:6px;margin-top:.5rem}.q{color:#474f5e}
summary{min-height:2.75rem;cursor:pointer;color:#1a4a9c}li{overflow-wrap:anywhere}a{color:#1a4a9c}"""
_WHAT = {
    "referral": "เรื่องที่ส่งมา / referral",
    "send-back": "ให้ดำเนินการเพิ่ม / send-back",
    "recall": "เรียกเรื่องคืน / recall",
    "answer": "คำตอบ / answer",
    "identity": "ตัวตนผู้ร้อง / identity",
    "identity-refused": "ไม่เปิดเผยตัวตน / identity refused",
    "status": "แจ้งสถานะ / status",
    "acknowledged": "รับทราบ / acknowledge",
    "accepted": "รับเรื่อง / accept",
    "returned": "ส่งคืน / return",
    "progress": "รายงานความคืบหน้า / progress",
    "final-report": "รายงานผล / final report",
    "question": "ถามผู้ร้อง / ask the complainant",
    "identity-request": "ขอทราบตัวตนผู้ร้อง / ask who the complainant is",
    "submission": "ยื่นเรื่องต่อศูนย์ / complaint to the hub",
}
_STATE = {
    "waiting": "รอส่ง / waiting",
    "sent": "ศูนย์รับแล้ว / taken by the hub",
    "refused": "ศูนย์ไม่รับ / refused",
    "dropped": "ยกเลิก / dropped",
}
_RETURNS = ("not_ours", "insufficient_information", "duplicate", "in_court", "outside_area", "conflict_of_interest", "other")  # fmt: skip
_ANSWER = {
    "acknowledged": '<label>เลขของหน่วยงาน / own number <input name="reference" maxlength="80"></label>',
    "accepted": '<label>เลขของหน่วยงาน / own number <input name="reference" maxlength="80"></label>',
    "returned": '<label>เหตุผล / reason <select name="code">'
    + "".join(f"<option>{code}</option>" for code in _RETURNS)
    + '</select></label><label>คำอธิบาย / explanation <textarea name="note" required></textarea></label>',
    "progress": '<label>ความคืบหน้า / how far it is <textarea name="text" required></textarea></label>',
    "final-report": '<label>ผล / result <textarea name="text" required></textarea></label>',
    "question": '<label>เลขคำถาม / number of the question <input name="reference" required maxlength="80"></label>'
    '<label>คำถาม / question <textarea name="text" required></textarea></label>',
    "identity-request": '<label>เลขคำขอ / number of the request <input name="reference" required maxlength="80"></label>'
    '<label>เหตุผล / reason <textarea name="reason" required></textarea></label>'
    '<label>ฐานกฎหมาย / legal ground <input name="legal_ground" required></label>'
    '<label>ข้อมูล / parts <input name="fields" value="name phone" required></label>',
}


def start(agencies: Mapping[str, Agency], store: Store) -> str:
    """The list of agencies."""
    rows = store.rows("SELECT agency, count(*) AS n FROM received GROUP BY agency")
    counts = {row["agency"]: row["n"] for row in rows}
    items = "".join(
        f'<li><a href="/{code}/">{code}</a> รับแล้ว / received {counts.get(code, 0)}</li>'
        for code in agencies
    )
    return _page("หน่วยงานจำลอง / Sandbox agencies", f"<ul>{items}</ul>")


def agency(one: Agency) -> str:
    """What one agency received, with forms to answer, and what it said."""
    received = one.store.rows(
        "SELECT * FROM received WHERE agency = ? ORDER BY at DESC LIMIT 200", one.code
    )
    said = one.store.rows(
        "SELECT * FROM outgoing WHERE agency = ? ORDER BY number DESC LIMIT 100", one.code
    )
    closed = one.store.recalled(one.code)
    shown = (
        "".join(_received(row, one.code, closed, one.store) for row in received)
        or "<p>ยังไม่มี / nothing yet</p>"
    )
    out = "".join(
        f"<li>{_name(row['type'])} {escape(row['subject'])}: {_STATE[row['state']]} {escape(row['answer'])}</li>"
        for row in said
    )
    return _page(
        f"{one.code} (หน่วยงานจำลอง / sandbox agency)",
        f'<p><a href="/">ทุกหน่วยงาน / all agencies</a></p>{_complain(one.code)}'
        f"<h2>ได้รับ / received</h2>{shown}<h2>ส่งไป / said</h2><ul>{out or '-'}</ul>",
    )


def not_found() -> str:
    """404."""
    return _page(
        "ไม่พบหน้านี้ / Not found", '<p><a href="/">หน่วยงานจำลองทั้งหมด / all sandbox agencies</a></p>'
    )


def _files(store: Store, code: str, subject: str) -> str:
    """The files of a matter: those that were fetched and fit their digest as links."""
    rows = store.rows(
        "SELECT * FROM files WHERE agency = ? AND subject = ? ORDER BY name", code, subject
    )
    items = "".join(
        f'<li><a href="/{code}/files/{escape(row["sha256"])}">{escape(row["name"])}</a></li>'
        if row["content"] is not None
        else f"<li>{escape(row['name'])}: {escape(row['answer'] or 'กำลังรับ / being fetched')}</li>"
        for row in rows
    )
    return f"<ul>{items}</ul>" if items else ""


def _received(row: Row, code: str, closed: set[str], store: Store) -> str:
    """One message; of a matter that was recalled only the recall is still shown."""
    gone = row["subject"] in closed
    data = {} if gone and row["type"] != Type.RECALL else read(row["body"]).data
    at = datetime.datetime.fromtimestamp(row["at"], datetime.timezone(datetime.timedelta(hours=7)))
    fields = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(_shown(value))}</dd>" for name, value in data.items()
    )
    forms = "".join(_form(code, row["subject"], what) for what in _ANSWER)
    answers = (
        f"<details><summary>ตอบ / answer</summary>{forms}</details>"
        if row["type"] != Type.STATUS and not gone
        else '<p class="q">ปิดแล้ว ศูนย์เรียกคืน / closed, recalled by the hub</p>'
        if gone
        else ""
    )
    kept = "" if gone or row["type"] != Type.REFERRAL else _files(store, code, row["subject"])
    return (
        f"<article><h3>{_name(row['type'])} {escape(row['subject'])}</h3>"
        f'<p class="q">{at:%Y-%m-%d %H:%M:%S} SHA-256 {row["digest"][:16]}…</p><dl>{fields}</dl>{kept}{answers}</article>'
    )


def _form(code: str, subject: str, what: str) -> str:
    return (
        f'<form method="post" action="/{code}/say"><input type="hidden" name="subject" value="{escape(subject)}">'
        f'<input type="hidden" name="what" value="{what}">{_ANSWER[what]}<button>{_WHAT[what]}</button></form>'
    )


def _complain(code: str) -> str:
    return (
        f'<form class="new" method="post" action="/{code}/say"><h2>{_WHAT["submission"]}</h2>'
        '<p class="q">เลขของหน่วยงานเดิมได้เรื่องเดิม / the same own number gives the same case</p>'
        '<input type="hidden" name="what" value="submission">'
        '<label>เลขของหน่วยงาน / own number <input name="reference" required maxlength="80"></label>'
        '<label>เรื่อง / what happened <textarea name="text" required rows="4"></textarea></label>'
        '<label>รหัสพื้นที่ / place code <input name="place_code" inputmode="numeric" maxlength="6"></label>'
        "<button>ส่ง / send</button></form>"
    )


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name(type_: str) -> str:
    return escape(_WHAT.get(type_.rsplit(".", 1)[-1], type_))


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="th"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>{content}</html>"
    )
