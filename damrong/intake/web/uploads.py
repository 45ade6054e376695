"""Files out of a form: each one checked by the gate, each refusal in the reader's words."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from damrong.cases.submission import File
from damrong.config.templatetags.thai import in_english
from damrong.intake.files import MAX_BYTES, MAX_FILES, MAX_TOTAL_BYTES, MEGABYTE, checked
from damrong.intake.refused import FileRefused

ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.doc,.docx"


def taken(
    uploads: Sequence["UploadedFile[Any]"], *, sizes_before: Sequence[int] = ()
) -> tuple[list[File], list[str]]:
    """The files that may be kept, and why each of the others may not.

    ``sizes_before`` are the bytes of the files the same person already added.
    """
    files: list[File] = []
    refusals: list[str] = []
    for upload in uploads:
        sizes = [*sizes_before, *(len(f.content) for f in files)]
        name = (upload.name or "")[-60:]
        if len(sizes) >= MAX_FILES:
            refusals.append(
                gettext("%(name)s: แนบได้ไม่เกิน %(most)s ไฟล์") % {"name": name, "most": MAX_FILES}
            )
            continue
        try:
            # One byte more than allowed is enough to see that it is too big.
            file = checked(name, upload.content_type or "", upload.read(MAX_BYTES + 1))
        except FileRefused as refused:
            refusals.append(f"{name}: {refused.en if in_english() else refused.th}")
            continue
        if sum(sizes) + len(file.content) > MAX_TOTAL_BYTES:
            refusals.append(
                gettext("%(name)s: ไฟล์ทั้งหมดรวมกันเกิน %(most)s MB")
                % {"name": name, "most": MAX_TOTAL_BYTES // MEGABYTE}
            )
            continue
        files.append(file)
    return files, refusals
