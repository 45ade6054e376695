"""Make the model from the project's own situations.

    python -m damrong.screening.train

Reads situations/, signs/ and the catalogue, writes model/. No citizen's text is in it. The same input
gives the same file. Weights are kept at half precision; a test compares the committed file with
what this program makes. An installation makes its own versions with ``damrong train``.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from damrong.screening.concepts import CONCEPT, features_of_concepts
from damrong.screening.data import digest_of_folders, digest_of_mandates, load
from damrong.screening.model import ANY, clauses, features_of, prepare, read_clause, weighted
from damrong.screening.model_file import DIGEST, FORM, RECORD, as_bytes, digest_of, shipped_file
from damrong.screening.sensitive import HEALTH, find_sensitive
from damrong.screening.urgency import LIFE, find_urgency
from damrong.screening.words import Reading

SEED = 2569
_MOST_FEATURES = 12_000
# Concepts weigh this much more than letters and words, of which each clause has far more. Chosen by
# signs held out: of 1 to 4, at which most were found for the same false alarms.
_OF_CONCEPTS = 3.0
_OPENINGS = ("", "", "เรียน ศูนย์ดำรงธรรม ", "ผู้ร้องแจ้งว่า ", "แจ้งครับ ", "สวัสดีค่ะ ")
_CLOSINGS = ("", "", " ขอให้ช่วยตรวจสอบด้วย", " มาหลายเดือนแล้ว", " ไม่มีใครมาดู", " ช่วยดูแลด้วยครับ")
_KIND_MARKS = {
    "?": "inquiry",
    "+": "help-request",
    "!": "tip-off",
    "-": "complaint",
    "%": "unprocessable",
}
_KIND_ONLY = ("thanks", "spam", "unprocessable")


Situation = tuple[str | None, str, str]
"""Topic, kind and text."""

Sign = tuple[frozenset[str], str]
"""Reasons for care, none for what only sounds so, and text."""


def situations() -> list[Situation]:
    """Every hand-written situation: topic (None for the kinds that have none), kind, text.

    A line "# name" opens a topic or one of the kinds without a topic; a mark before a line (?, +,
    !, -, %) says that it is a question, a cry for help, a tip, a complaint or not in Thai.
    """
    rows: list[Situation] = []
    topic: str | None = None
    usual = "complaint"
    defaults = {
        entry["id"]: "tip-off"
        if entry.get("tip")
        else "help-request"
        if entry.get("ask")
        else "complaint"
        for entry in load("topics.yaml")
    }
    folder = files("damrong.screening") / "situations"
    parts = sorted(folder.iterdir(), key=lambda part: part.name)
    text = "\n".join(part.read_text("utf-8") for part in parts)
    for line in text.splitlines():
        if line.startswith("# "):
            name = line[2:].strip()
            topic = None if name in _KIND_ONLY else name
            usual = name if topic is None else defaults[name]
        elif line:
            kind = _KIND_MARKS.get(line[0], usual)
            rows.append((topic, kind, line.lstrip("?+!-%").strip()))
    return rows


def signs() -> list[Sign]:
    """Every hand-written sign of danger: reasons for care (and "life") with its text. A line
    "# reason,reason" opens those of these reasons, "# -" what only sounds so.
    """
    rows = []
    reasons: frozenset[str] = frozenset()
    parts = sorted((files("damrong.screening") / "signs").iterdir(), key=lambda part: part.name)
    for line in "\n".join(part.read_text("utf-8") for part in parts).splitlines():
        if line.startswith("# "):
            reasons = frozenset(line[2:].strip().split(",")) - {"-"}
        elif line:
            rows.append((reasons, line))
    return rows


def train(
    told: Sequence[Situation] | None = None,
    *,
    warned: Sequence[Sign] | None = None,
    more: Sequence[Situation] = (),
    seed: int = SEED,
) -> dict[str, Any]:
    """The parts of the model, as model_file.from_stored takes them; of all situations unless `told`,
    of all signs unless `warned`.

    `more` are cases of an installation: they move weights, and add no word to the model, since its
    features are read from the project's own sentences alone. No topic, or an empty kind, where a
    case says nothing of it.
    """
    rows: list[Situation] = list(situations() if told is None else told)
    plain = list(dict.fromkeys(text for _, _, text in rows))
    for entry in load("topics.yaml"):
        # The catalogue's words teach too: a mention of a word is a weak example of its topic.
        rows += [(entry["id"], "", word) for word in entry.get("strong") or ()]
    chance = random.Random(seed)  # noqa: S311 - no secret
    texts: list[str] = []
    topics: list[str | None] = []
    kinds: list[str] = []
    for topic, kind, text in rows:
        for _ in range(3 if kind else 1):
            said = text
            if kind and kind not in _KIND_ONLY:
                said = f"{chance.choice(_OPENINGS)}{text}{chance.choice(_CLOSINGS)}"
            texts.append(prepare(said))
            topics.append(topic)
            kinds.append(kind)
    of_signs = signs() if warned is None else warned
    danger, reasons_of = _of_danger(plain, of_signs, chance)
    names = _names_of_features([*texts, *(prepare(text) for _, text in of_signs)], danger)
    counter = CountVectorizer(analyzer=_features_by_clause, vocabulary=names)
    with_concepts = CountVectorizer(analyzer=_features_of_danger, vocabulary=names)
    counts = with_concepts.transform(danger)
    rarity = np.where(
        [name.startswith(CONCEPT) for name in names],
        _OF_CONCEPTS * _rarity(counts),
        _rarity(counter.transform(texts)),
    ).astype(np.float16)
    for topic, kind, text in more:
        texts.append(prepare(text))
        topics.append(topic)
        kinds.append(kind)
    matrix = weighted(counter.transform(texts), rarity.astype(np.float32))
    with_topic = [at for at, topic in enumerate(topics) if topic]
    with_kind = [at for at, kind in enumerate(kinds) if kind]
    by_topic = _fit(matrix[with_topic], [topics[at] for at in with_topic])
    by_kind = _fit(matrix[with_kind], [kinds[at] for at in with_kind])
    signs_told = [ANY, *sorted(frozenset().union(*reasons_of))]
    of_danger = weighted(counts, rarity.astype(np.float32))
    by_sign = [
        _fit(
            of_danger, [bool(reasons) if sign == ANY else sign in reasons for reasons in reasons_of]
        )
        for sign in signs_told
    ]
    return {
        "form": FORM,
        "version": f"damrong-screening-{FORM}+{digest_of_inputs(more, seed)}",
        "lists": digest_of_mandates(),
        "features": names,
        "rarity": rarity,
        "topics": [str(name) for name in by_topic.classes_],
        "topic_weights": by_topic.coef_.astype(np.float16),
        "topic_bias": by_topic.intercept_.astype(np.float32),
        "kinds": [str(name) for name in by_kind.classes_],
        "kind_weights": by_kind.coef_.astype(np.float16),
        "kind_bias": by_kind.intercept_.astype(np.float32),
        "signs": signs_told,
        "sign_weights": np.vstack([one.coef_ for one in by_sign]).astype(np.float16),
        "sign_bias": np.concatenate([one.intercept_ for one in by_sign]).astype(np.float32),
    }


def _names_of_features(texts: Sequence[str], danger: Sequence[str]) -> list[str]:
    """The features kept: the most frequent of the texts, and concepts of what tells of danger."""
    plain = CountVectorizer(analyzer=_features_by_clause, min_df=2, max_features=_MOST_FEATURES)
    concepts = CountVectorizer(analyzer=_concepts, min_df=2)
    found = [
        *plain.fit(texts).get_feature_names_out(),
        *concepts.fit(danger).get_feature_names_out(),
    ]
    return [str(name) for name in found]


def _rarity(counts: Any) -> Any:
    return TfidfTransformer(sublinear_tf=True).fit(counts).idf_


def _features_by_clause(prepared: str) -> list[str]:
    return [feature for clause in clauses(prepared) for feature in features_of(clause)]


def _concepts(prepared: str) -> list[str]:
    told = [read_clause(clause)[1] for clause in clauses(prepared)]
    return features_of_concepts(frozenset().union(*told))


def _features_of_danger(prepared: str) -> list[str]:
    return [*_features_by_clause(prepared), *_concepts(prepared)]


def _of_danger(
    plain: Sequence[str], of_signs: Sequence[Sign], chance: random.Random
) -> tuple[list[str], list[frozenset[str]]]:
    """Texts with the reasons for care that each gives: the signs, alone and beside a clause without
    any; and situations, whose reasons are those that the word lists find in them.
    """
    texts: list[str] = []
    reasons_of: list[frozenset[str]] = []
    quiet: list[str] = []
    for text in plain:
        reading = Reading(text)
        found = {sign.reason for sign in find_sensitive(reading)}
        urgency, _ = find_urgency(reading, found, None)
        reasons = frozenset(found - {HEALTH} | ({LIFE} if urgency == LIFE else set()))
        parts = [prepare(text)] if reasons else clauses(prepare(text))
        texts += parts
        reasons_of += [reasons] * len(parts)
        if not reasons:
            quiet += parts
    for reasons, text in of_signs:
        said = prepare(text)
        texts += [said, said, f"{said} {chance.choice(quiet)}", f"{chance.choice(quiet)} {said}"]
        reasons_of += [reasons] * 4
    return texts, reasons_of


def digest_of_inputs(more: Sequence[Situation] = (), seed: int = SEED) -> str:
    """Eight digits of everything that decides what a model says: lists, situations, cases, seed."""
    own = digest_of_folders("mandates", "signs", "situations")
    if not more and seed == SEED:
        return own
    return hashlib.sha256(json.dumps([own, seed, [*more]]).encode()).hexdigest()[:8]


def _fit(matrix: Any, labels: Any) -> LogisticRegression:
    return LogisticRegression(C=8.0, max_iter=300, class_weight="balanced").fit(matrix, labels)


def main() -> None:
    """Train and write, with the digest that is checked on reading and the record of the making."""
    from damrong.screening.model_record import record_of

    stored = train()
    raw = as_bytes(stored)
    file = shipped_file()
    file.write_bytes(raw)
    file.with_name(DIGEST).write_text(f"{digest_of(raw)}\n", encoding="ascii")
    record = json.dumps(record_of(stored, raw), indent=1)
    file.with_name(RECORD).write_text(f"{record}\n", encoding="ascii")


if __name__ == "__main__":
    main()
