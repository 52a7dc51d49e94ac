from municipalities.models.municipality import Area, Municipality
from municipalities.models.postal import PostalCode
from municipalities.models.rules import Designation, PaymentAgent, PaymentMethod, ReceiptBasis, ReceiptDateRule
from municipalities.models.staff import Role, StaffAssignment

__all__ = [
    "Area",
    "Designation",
    "Municipality",
    "PaymentAgent",
    "PaymentMethod",
    "PostalCode",
    "ReceiptBasis",
    "ReceiptDateRule",
    "Role",
    "StaffAssignment",
]
