"""Reference data that an administrator can change: places, units, agencies, agreements, terms.

Nothing here knows of cases. Every table is filled from ``data/`` by ``load.py`` and may be edited
afterwards; codes are kept for ever, names may change.
"""

from django.db import models


class Place(models.Model):
    """A province, district or subdistrict with the Interior Ministry's code (2, 4 or 6 digits)."""

    class Level(models.TextChoices):
        PROVINCE = "province", "จังหวัด"
        DISTRICT = "district", "อำเภอ/เขต"
        SUBDISTRICT = "subdistrict", "ตำบล/แขวง"

    code = models.CharField(max_length=6, primary_key=True)
    level = models.CharField(max_length=11, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name_th = models.CharField(max_length=120, db_index=True)
    name_en = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)

    def __str__(self) -> str:
        return self.name_th

    @property
    def province_code(self) -> str:
        """The first two digits name the province."""
        return str(self.code)[:2]


class Agency(models.Model):
    """A body that matters are sent to or come from. A new partner is a row, not code."""

    class Connector(models.TextChoices):
        PUSH = "push", "ส่งเข้า API ของหน่วยงาน"
        PULL = "pull", "หน่วยงานมารับจากคิว"
        PORTAL = "portal", "หน่วยงานทำงานบนหน้าเว็บ"
        FILE = "file", "แฟ้มเข้ารหัสที่หน่วยงานนำไปและนำกลับ"
        MAIL = "mail", "อีเมลแจ้ง แล้วเปิดอ่านด้วยรหัสครั้งเดียว"
        NONE = "none", "ศูนย์ดำเนินการเอง"

    code = models.CharField(max_length=12, primary_key=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    short_th = models.CharField(max_length=60)
    hotline = models.CharField(max_length=60, blank=True)
    mandate_th = models.TextField()
    mandate_en = models.TextField(blank=True)
    does_not_th = models.TextField(blank=True)
    partner = models.BooleanField(default=False)
    connector = models.CharField(max_length=10, choices=Connector.choices)
    endpoint = models.URLField(blank=True, help_text="Base address of the agency's own API")
    email = models.EmailField(blank=True, help_text="Where notices without content go")
    code_email = models.EmailField(
        blank=True, help_text="Where one-time codes go; empty = by telephone"
    )
    reply_days = models.PositiveSmallIntegerField(default=15)
    categories = models.JSONField(default=list)
    departments = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.short_th


class Unit(models.Model):
    """An office of the tree: ministry, province, district, local authority, Bangkok's districts.

    ``path`` is the chain of codes from the top, each followed by "/", so that "this unit and
    everything below it" is one prefix test.
    """

    class Kind(models.TextChoices):
        MINISTRY = "ministry", "กระทรวง"
        PROVINCE = "province", "จังหวัด"
        DISTRICT = "district", "อำเภอ"
        LOCAL = "local", "องค์กรปกครองส่วนท้องถิ่น"
        BANGKOK = "bangkok", "กรุงเทพมหานคร"
        BANGKOK_DISTRICT = "bangkok-district", "สำนักงานเขต"

    code = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    place = models.ForeignKey(Place, models.PROTECT, null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    path = models.CharField(max_length=80, unique=True)
    stands_in = models.BooleanField(
        default=False, help_text="A subdistrict standing in until the official list is loaded"
    )

    class Meta:
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="unit_path")]

    def __str__(self) -> str:
        return self.name_th


class Category(models.Model):
    """A subject of the working taxonomy, with the agencies it usually goes to."""

    code = models.CharField(max_length=4, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    first_agency = models.CharField(max_length=12, blank=True)
    first_agency_bangkok = models.CharField(max_length=12, blank=True)
    also = models.JSONField(default=list)
    must_review = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_th}"


class Term(models.Model):
    """One entry of a coded list (outcomes, return reasons, refusals, channels, kinds, wishes)."""

    vocabulary = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    facts = models.JSONField(default=dict, help_text="What else the list says of this entry")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["vocabulary", "position"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.name_th


class Agreement(models.Model):
    """What two parties agreed may flow: without one in force nothing leaves."""

    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    title_th = models.CharField(max_length=300)
    purpose_th = models.TextField()
    legal_ground_th = models.TextField()
    categories = models.JSONField(default=list)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    suspended = models.BooleanField(default=False)
    encrypted = models.BooleanField(
        default=False, help_text="Messages go encrypted to the agency's key"
    )
    retention_days = models.PositiveIntegerField(default=1825)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="agreement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class AgreementField(models.Model):
    """One field that an agreement lets through, and what is done to it first."""

    class Transformation(models.TextChoices):
        KEEP = "keep", "ส่งตามจริง"
        DROP = "drop", "ไม่ส่ง"
        PSEUDONYM = "pseudonym", "ใช้นามแฝง"
        GENERALISE = "generalise_subdistrict", "เหลือระดับตำบล"
        LAST_THREE = "last_three", "เหลือสามตัวท้าย"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="fields")
    field = models.CharField(max_length=40)
    transformation = models.CharField(max_length=24, choices=Transformation.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "field"], name="agreement_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.transformation}"


class TimeLimit(models.Model):
    """A version of one time limit: calendar days unless ``working_days``; ``hours`` where given.

    A row with an urgency or a category stands in for the general row of the same code.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    urgency = models.CharField(max_length=8, blank=True)
    category = models.CharField(max_length=4, blank=True)
    starts_from = models.CharField(max_length=40, blank=True, help_text="What starts the clock")
    days = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField(null=True)
    working_days = models.BooleanField(default=False)
    starts_on = models.DateField()
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "urgency", "category"],
                name="time_limit_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.days}"


class Holiday(models.Model):
    """A day that is not a working day."""

    day = models.DateField(primary_key=True)
    name_th = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.day} {self.name_th}"
