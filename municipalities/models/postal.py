"""Postal codes, so that seven digits fill an address."""

from django.db import models


class PostalCode(models.Model):
    """One place that a postal code stands for. A code may stand for several."""

    code = models.CharField(max_length=7, db_index=True)
    prefecture = models.CharField(max_length=10)
    city = models.CharField(max_length=100)
    town = models.CharField(max_length=200, blank=True)
    jis_code = models.CharField(max_length=5)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="municipalities_postalcode_place_once", fields=["code", "jis_code", "town"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.prefecture}{self.city}{self.town}"
