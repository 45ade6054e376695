"""Why a whole file or field stays here, in words."""

Reason = tuple[str, str]  # Thai, English

NOT_AGREED: Reason = (
    "ข้อตกลงกับหน่วยงานไม่ให้ส่งข้อมูลนี้",
    "The agreement with the agency does not let it through.",
)
# Why a file stays, by the codes of examining and drawing and of ``leaving_files``.
FILE_STAYS: dict[str, Reason] = {
    "not_agreed": NOT_AGREED,
    "waiting": (
        "ยังไม่ได้ตรวจข้อมูลส่วนบุคคลในไฟล์ ระบบกำลังตรวจ",
        "It was not yet checked for personal data; that is queued.",
    ),
    "not_looked": (
        "เจ้าหน้าที่ยังไม่ได้ดูและเลือกให้ส่ง",
        "No officer has looked at it and chosen to send it.",
    ),
    "type": (
        "ไฟล์ชนิดนี้ (เช่น Word) วาดใหม่เป็นภาพไม่ได้",
        "A file of this kind (such as Word) cannot be drawn anew as pictures.",
    ),
    "locked": ("เอกสารตั้งรหัสผ่านไว้", "The document is locked with a password."),
    "broken": ("เปิดไฟล์ไม่ได้ อาจเสียหาย", "The file cannot be opened; it may be damaged."),
    "too_many_pages": ("เอกสารเกิน 20 หน้า", "The document has more than 20 pages."),
    "no_models": (
        "เครื่องนี้ไม่มีแบบจำลองสำหรับหาใบหน้าและตัวหนังสือ",
        "This machine lacks the models that find faces and writing.",
    ),
    "no_tesseract": (
        "เครื่องนี้ไม่มีโปรแกรมอ่านตัวหนังสือในภาพ",
        "This machine lacks the program that reads writing in pictures.",
    ),
    "slow": ("อ่านตัวหนังสือในไฟล์ไม่สำเร็จในเวลาที่กำหนด", "Reading it took too long."),
    "too_much": (
        "พบสิ่งที่ต้องปิดมากเกินกว่าจะตรวจทีละแห่งได้",
        "There is more to hide in it than anybody could look at.",
    ),
    "too_big": ("ไฟล์ที่วาดใหม่ใหญ่เกิน 10 MB", "Drawn anew it is larger than 10 MB."),
    "second_scan": (
        "การตรวจซ้ำพบว่าไฟล์ที่วาดใหม่มีสิ่งอื่นนอกจากภาพ",
        "The second look found something beside pictures in it.",
    ),
    "gone": ("ไม่พบไฟล์ต้นฉบับ", "The given file is not there any more."),
}
