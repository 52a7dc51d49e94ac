"""The donor as of the day of the pledge."""

from dataclasses import asdict, dataclass

from core.keyring import blind_index
from core.text import reduced


@dataclass(frozen=True, slots=True)
class DonorDetails:
    """Name and address as on the resident record (住民票), exactly as typed; they are printed on the certificate.

    ``postal_code`` is seven digits. ``birth_date`` is ISO text, asked only of donors who want the one-stop exception.
    """

    family_name: str
    given_name: str
    family_name_kana: str
    given_name_kana: str
    postal_code: str
    prefecture: str
    city: str
    street: str
    building: str
    phone: str
    email: str
    birth_date: str = ""

    @property
    def full_name(self) -> str:
        """Family name first."""
        return f"{self.family_name} {self.given_name}"

    def as_json(self) -> dict[str, str]:
        """For the sealed column."""
        return asdict(self)

    @property
    def email_index(self) -> str:
        """By which pledges of one address are found."""
        return blind_index(self.email.strip().casefold(), purpose="pledge.email")

    @property
    def name_index(self) -> str:
        """By which pledges of one name are found, whatever form of its characters was typed."""
        return blind_index(reduced(self.family_name + self.given_name), purpose="pledge.name")
