"""What the navigation offers, and to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinerja.people.access import SEES_PEOPLE
from kinerja.people.role import Role

if TYPE_CHECKING:
    from kinerja.web.layout import Layout

Who = Callable[["Layout"], bool]


def everyone(layout: "Layout") -> bool:
    return True


def reporters(layout: "Layout") -> bool:
    """Those who report daily work."""
    return layout.reports


def leaders(layout: "Layout") -> bool:
    """Those who lead a unit today."""
    return layout.leads


def answering(layout: "Layout") -> bool:
    """Those who lead a unit today, or answer reports for a leader who is away."""
    return layout.leads or layout.standing.stands_in


def leading_without_register(layout: "Layout") -> bool:
    """Leaders for whom the group of the register does not name it already."""
    return layout.leads and not PREPARING(layout)


def leading_without_receiving(layout: "Layout") -> bool:
    """Leaders for whom the group of the official does not name it already."""
    return layout.leads and not OFFICIALS(layout)


def watchers(layout: "Layout") -> bool:
    """Those who lead a unit today, or whose task lets them see its people."""
    return layout.leads or bool(layout.roles & {str(name) for name in SEES_PEOPLE})


def complaint_desk(layout: "Layout") -> bool:
    """Those who keep the complaint desk, or lead a unit; others find theirs in the inbox."""
    return layout.leads or bool(layout.roles & {Role.Name.SURVEY_OFFICER, Role.Name.UNIT_ADMIN})


def surveying(layout: "Layout") -> bool:
    """Those who build surveys, and leaders, who read the results of their units."""
    return layout.leads or SURVEYORS(layout)


def learning_watchers(layout: "Layout") -> bool:
    """Those who read the learning hours of others."""
    return watchers(layout) or bool(layout.roles & {str(Role.Name.TRAINING_OFFICER)})


def having(*roles: str) -> Who:
    """Those who hold one of the roles today."""

    def holds(layout: "Layout") -> bool:
        return bool(layout.roles & set(roles))

    return holds


PERSONNEL = having(Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.UNIT_ADMIN)
PREPARING = having(Role.Name.PERSONNEL_ADMIN, Role.Name.UNIT_ADMIN)
PERSONNEL_ADMIN = having(Role.Name.PERSONNEL_ADMIN)
COACHING = having(Role.Name.PERSONNEL_ADMIN, Role.Name.TRAINING_OFFICER, Role.Name.UNIT_ADMIN)
SURVEYORS = having(Role.Name.SURVEY_OFFICER, Role.Name.PERSONNEL_ADMIN)
TIME_KEEPERS = having(Role.Name.PERSONNEL_ADMIN, Role.Name.UNIT_ADMIN)
INSPECTORS = having(Role.Name.INSPECTOR)
CALIBRATORS = having(Role.Name.CALIBRATION_MEMBER)
OFFICIALS = having(Role.Name.AUTHORISED_OFFICIAL)
REOPENERS = having(Role.Name.AUTHORISED_OFFICIAL, Role.Name.PERSONNEL_ADMIN)
OPERATORS = having(Role.Name.SYSTEM_OPERATOR)
KEEPERS = having(Role.Name.SYSTEM_OPERATOR, Role.Name.PERSONNEL_ADMIN)


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url_name: str
    icon: str
    who: Who = everyone


@dataclass(frozen=True)
class Group:
    """Lines that belong together, with a name above them (none for the first)."""

    name: str
    entries: tuple[Entry, ...]


HOME = Entry("Beranda", "home", "house")
PLAN = Entry("Rencana", "plan", "list-checks")
REPORT = Entry("Lapor", "report_new", "square-pen", reporters)
QUEUE = Entry("Antrean", "queue", "clipboard-check", answering)
INBOX = Entry("Kotak masuk", "inbox", "inbox")
TEAM = Entry("Tim", "team", "users", leaders)
RESULTS = Entry("Hasil", "results", "award")
ORDERS = Entry("Perintah", "orders", "mail-check")
FEEDBACK = Entry("Umpan balik", "feedback_list", "message-square")
MORE = Entry("Lainnya", "more", "menu")

NAVIGATION = (
    Group("", (HOME, PLAN, REPORT, ORDERS, RESULTS, FEEDBACK, INBOX)),
    Group(
        "Memimpin",
        (
            TEAM,
            Entry("Pantauan", "watch", "layout-dashboard", watchers),
            Entry("Rekap", "recap", "sheet", watchers),
            Entry("Mutu data", "data_quality", "search-check", watchers),
            QUEUE,
            Entry("Rencana masuk", "plan_inbox", "clipboard-list", leaders),
            Entry("Matriks peran", "matrix", "grid-3x3", leaders),
            Entry("Templat rencana", "templates", "copy-plus", leading_without_register),
            Entry("Penilaian", "evaluation_queue", "scale", leaders),
            Entry("Keberatan", "objections", "message-square-warning", leaders),
            Entry("Pelaporan hasil", "reportings", "send", leading_without_receiving),
        ),
    ),
    Group(
        "Pengawasan",
        (
            Entry("Pemeriksaan sampel", "audits", "dices", INSPECTORS),
            Entry("Kalibrasi", "calibrations", "users", CALIBRATORS),
            Entry("Buka kembali", "reopenings", "lock-open", REOPENERS),
            Entry("Pelaporan hasil", "reportings", "send", OFFICIALS),
        ),
    ),
    Group(
        "Kebutuhan",
        (
            Entry("Kebutuhan", "needs", "sprout"),
            Entry("Data layanan", "service_data", "chart-line"),
            Entry("Pengaduan", "complaints", "megaphone", complaint_desk),
            Entry("Diskusi", "discussions", "messages-square"),
            Entry("Survei", "surveys", "clipboard-list", surveying),
            Entry("Indeks kepuasan", "satisfaction_list", "smile"),
        ),
    ),
    Group(
        "Organisasi",
        (
            Entry("Sasaran", "goals", "target"),
            Entry("Sasaran bersama", "sharings", "handshake"),
            Entry("Kolaborasi", "programmes", "users-round"),
            Entry("Peran saya", "role", "id-card"),
            Entry("Peran dalam matriks", "my_roles", "hand"),
            Entry("Hambatan", "factors", "construction"),
            Entry("Umpan balik 360", "round360", "refresh-ccw-dot"),
            Entry("Apresiasi", "appreciations", "heart-handshake"),
            Entry("Gagasan", "ideas", "message-circle-plus"),
            Entry("Inisiatif", "initiatives", "lightbulb"),
            Entry("Lencana", "badges", "award"),
            Entry("Pegawai terbaik", "honours", "trophy"),
        ),
    ),
    Group(
        "Pengembangan",
        (
            Entry("Kompetensi", "competencies", "graduation-cap"),
            Entry("Rencana belajar", "learning_plans", "notebook-pen"),
            Entry("Pelatihan", "trainings", "school"),
            Entry("JP pegawai", "hours_people", "clock", learning_watchers),
            Entry("Kebutuhan pelatihan", "training_demands", "signpost", learning_watchers),
        ),
    ),
    Group(
        "Informasi",
        (
            Entry("Pengumuman", "announcements", "megaphone"),
            Entry("Survei denyut", "pulses", "heart-pulse"),
            Entry("Tinjauan sistem", "system_reviews", "notebook-text"),
            Entry("Usul untuk Kinerja", "suggestions", "lightbulb"),
            Entry("Adopsi", "usage", "chart-line", learning_watchers),
            Entry("Pendampingan", "coachings", "hand-helping", COACHING),
        ),
    ),
    Group(
        "Kepegawaian",
        (
            Entry("Pegawai", "people_list", "contact", PERSONNEL),
            Entry("Unit kerja", "units", "network", PERSONNEL),
            Entry("Waktu kerja", "leave_list", "calendar-clock", TIME_KEEPERS),
            Entry("Impor data", "people_import", "file-up", PERSONNEL_ADMIN),
            Entry("Templat rencana", "templates", "copy-plus", PREPARING),
            Entry("Ruang kendali", "control_room", "gauge", PERSONNEL_ADMIN),
            Entry("Periode penilaian", "periods", "calendar-check", PERSONNEL_ADMIN),
            Entry("Pengaturan", "settings", "settings", PERSONNEL_ADMIN),
        ),
    ),
    Group(
        "Sistem",
        (
            Entry("Kesehatan sistem", "health", "heart-pulse", OPERATORS),
            Entry("Galeri komponen", "gallery", "component", KEEPERS),
        ),
    ),
    Group(
        "Bantuan",
        (
            Entry("Bantuan", "help", "life-buoy"),
            Entry("Berlatih", "practice", "flask-conical"),
        ),
    ),
)
ACCOUNT = Group(
    "Akun",
    (
        Entry("Profil saya", "profile", "circle-user-round"),
        Entry("Pengenalan", "tour", "footprints"),
        Entry("Jejak saya", "trail", "footprints"),
        Entry("Kalender saya", "my_calendar", "calendar-days"),
        Entry("Gangguan sistem", "outages", "power-off"),
        Entry("Keamanan akun", "mfa_index", "shield-check"),
        Entry("Ganti sandi", "account_change_password", "key-round"),
        Entry("Sesi masuk", "usersessions_list", "monitor-smartphone"),
        Entry("Token akses", "tokens", "square-terminal"),
    ),
)
