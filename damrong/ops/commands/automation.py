"""damrong automation"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import Exit, as_json, complain, out, say

HELP = "หลักฐานของการส่งอัตโนมัติ และตรวจการสุ่ม / the evidence for automation; check how cases were drawn"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to show."""
    parser.add_argument(
        "what", choices=["evidence", "draws"],
        help="evidence: ตัวเลขของทุกคู่ / figures of every pair; draws: ตรวจการสุ่มซ้ำ / draw again and compare",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Count anew and show. 1 where a case was drawn, or was not, against what the key says."""
    use_database()
    require_current()
    return _evidence(options) if options.what == "evidence" else _draws(options)


def _evidence(options: argparse.Namespace) -> int:
    from damrong.release import automation
    from damrong.release.evidence import MEANINGS, evidence
    from damrong.release.policy import policy

    counted = evidence()
    if options.json:
        as_json(
            {
                "policy": policy().as_dict(),
                "meanings": {name: en for name, (_, en) in MEANINGS.items()},
                "pairs": {
                    f"{of}x{to}": counts.as_dict() | {"state": str(automation.state(of, to))}
                    for (of, to), counts in sorted(counted.items())
                },
            }
        )
        return Exit.DONE
    for name, (th, en) in MEANINGS.items():
        out.print(f"{name}: {th}; {en}")
    if not counted:
        say("ยังไม่มีหลักฐาน: ยังไม่มีคู่ใดทดลองเงา", "no evidence: no pair was in shadow yet")
    for (of, to), counts in sorted(counted.items()):
        out.print(f"\n{of} × {to} ({automation.state(of, to)}) {counts.model}")
        out.print(f"  at least {counts.at_least:.4f} (one-sided, 95%)")
        for name in MEANINGS:
            out.print(f"  {name:<10} {getattr(counts, name)}")
        for by in ("by_score", "by_area", "by_channel"):
            for key, share in sorted(getattr(counts, by).items()):
                out.print(f"  {by.replace('_', ' ')} {key:<12} {share}")
    return Exit.DONE


def _draws(options: argparse.Namespace) -> int:
    from damrong.release.blind import not_as_drawn
    from damrong.release.draw import key_digest

    found, key = not_as_drawn(), key_digest()
    if options.json:
        as_json({"drawn": found.drawn, "key_sha256": key, "not_as_the_key_says": found.wrong})
    elif found.wrong:
        complain(
            f"มี {len(found.wrong)} เรื่องที่ไม่ตรงกับกุญแจนี้: {', '.join(found.wrong[:20])}",
            "not as this key says",
        )
    else:
        say(
            f"สุ่มถูกต้องทุกเรื่อง ({found.drawn:,} เรื่องถูกสุ่ม) กุญแจ {key}",
            "every draw is as the key says",
        )
    return Exit.ATTENTION if found.wrong else Exit.DONE
