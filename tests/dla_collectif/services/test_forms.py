"""What the fields of the house accept."""

import pytest
from django.core.exceptions import ValidationError

from dla_collectif.directory.models import Organisation
from dla_collectif.services.forms import RowsField
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "-" + "9" * 25, "un", "", "1.5", "٣"])
def test_number_that_no_row_has_is_refused(number):
    with pytest.raises(ValidationError):
        RowsField(Organisation.objects.all()).clean([number])


def test_rows_are_found_by_their_numbers():
    row = cast.organisation("Ciné-Club des Lilas")
    assert list(RowsField(Organisation.objects.all()).clean([str(row.pk)])) == [row]
