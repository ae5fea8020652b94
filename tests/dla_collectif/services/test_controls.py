"""Controls drawn without a template are those that Django's templates draw."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template

from dla_collectif.services.controls import ControlRenderer

HOSTILE = "\"'><script>alert(1)</script>&amp;"
OURS, THEIRS = ControlRenderer(), DjangoTemplates()
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.Textarea, forms.CheckboxInput, forms.Select),
    *(forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple, forms.ClearableFileInput),
]
ATTRIBUTES = {"id": "id_a", "required": True, "disabled": False, "data-x": HOSTILE, "maxlength": 1200}


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: widget.__name__)
@pytest.mark.parametrize("value", [None, "", "Des films.", HOSTILE, "\nligne\n", 1200, 2.5, True])
def test_control_is_the_one_of_django(widget, value):
    drawn = widget(choices=[("a", HOSTILE), ("b", "B")]) if hasattr(widget, "choices") else widget()
    name = f"a{HOSTILE}"
    assert drawn.render(name, value, ATTRIBUTES, OURS) == drawn.render(name, value, ATTRIBUTES, THEIRS)


def test_each_choice_has_its_box_and_its_label():
    class Form(forms.Form):
        choice = forms.ChoiceField(choices=[("a", HOSTILE), ("b", "B")], widget=forms.RadioSelect)

    page = Template("{% ticks form.choice %}").render(Context({"form": Form({"choice": "b"})}))
    assert page.count('<div class="form-check"><input type="radio" name="choice" value=') == 2
    assert 'value="b" id="id_choice_1" required checked>' in page
    assert '<label class="form-check-label" for="id_choice_1">B</label>' in page
    assert "<script>" not in page
