"""One invented person for each role."""

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.ops.demo.password import password

# account name, shown name, role, office, agency
PEOPLE: tuple[tuple[str, str, Role, str, str], ...] = (
    ("intake", "สมใจ รับเรื่องดี", Role.INTAKE, "5001", ""),
    ("screener", "วิชัย คัดกรองไว", Role.SCREENER, "MOI", ""),
    ("second", "อรทัย ตรวจซ้ำ", Role.SECOND_SCREENER, "MOI", ""),
    ("head", "ประเสริฐ นำศูนย์", Role.CENTRE_HEAD, "MOI", ""),
    ("district", "มานพ งานอำเภอ", Role.SCREENER, "5001", ""),
    ("governor", "ศักดิ์ชัย ดูแลจังหวัด", Role.SUPERVISOR, "50", ""),
    ("custodian", "นภา รักษาความลับ", Role.CUSTODIAN, "MOI", ""),
    ("executive", "ธีระ ดูภาพรวม", Role.EXECUTIVE, "MOI", ""),
    ("dpo", "กมล คุ้มข้อมูล", Role.DPO, "MOI", ""),
    ("auditor", "พิชิต ตรวจบันทึก", Role.AUDITOR, "MOI", ""),
    ("steward", "สุดา ดูแลแบบจำลอง", Role.MODEL_STEWARD, "MOI", ""),
    ("steward-2", "ปิยะ ยืนยันแบบจำลอง", Role.MODEL_STEWARD, "MOI", ""),
    ("admin", "เอก ดูแลระบบ", Role.ADMINISTRATOR, "", ""),
    ("moe", "ครูแก้ว ประสานงาน", Role.AGENCY_OFFICER, "", "MOE"),
    ("moph", "หมออุ่น ประสานงาน", Role.AGENCY_OFFICER, "", "MOPH"),
    ("oag", "ทนายเที่ยง ประสานงาน", Role.AGENCY_OFFICER, "", "OAG"),
    ("omb", "ธรรมรัตน์ ประสานงาน", Role.AGENCY_OFFICER, "", "OMB"),
    ("moi", "แดน ปกครองท้องที่", Role.AGENCY_OFFICER, "", "MOI"),
    ("moph-head", "พิมพ์ใจ หัวหน้างาน", Role.AGENCY_HEAD, "", "MOPH"),
)


def make_people() -> None:
    """Make the accounts that are not there yet."""
    there = set(Person.objects.values_list("username", flat=True))
    for username, name, role, unit, agency in PEOPLE:
        if username not in there:
            Person.objects.create_person(
                username,
                password(),
                role=role,
                display_name=name,
                unit_id=unit or None,
                agency_id=agency or None,
            )
