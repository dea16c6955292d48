"""Forms of login and accounts."""

from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, SelectField
from wtforms.validators import AnyOf, EqualTo, InputRequired

from app.accounts.roles import Role
from app.forms import BaseForm, TextField

COLOUR_SCHEMES = ("auto", "light", "dark")
LANGUAGES = ("de", "en")


class LoginForm(BaseForm):
    """Name and password."""

    name = TextField(validators=[InputRequired("Enter your name.")])
    password = PasswordField(validators=[InputRequired("Enter your password.")])


class PasswordForm(BaseForm):
    """A new password, by somebody who knows the old one."""

    current_password = PasswordField(validators=[InputRequired("Enter your current password.")])
    new_password = PasswordField(validators=[InputRequired("Enter a new password.")])
    repeated_password = PasswordField(
        validators=[EqualTo("new_password", "The two new passwords differ; enter the same one twice.")]
    )


class PreferencesForm(BaseForm):
    """How somebody wants the interface."""

    interface = SelectField(choices=[(tag, tag) for tag in LANGUAGES])
    single_keys = BooleanField()
    colour_scheme = SelectField(choices=[(scheme, scheme) for scheme in COLOUR_SCHEMES])


class NewUserForm(BaseForm):
    """An account to add."""

    name = TextField(validators=[InputRequired("An account needs a name.")])
    role = SelectField(choices=[(role.value, role.value) for role in Role])


class ChangeUserForm(BaseForm):
    """What an administrator does to an account."""

    user = IntegerField(validators=[InputRequired()])
    action = HiddenField(validators=[AnyOf(["role", "password", "close", "open"])])
    role = SelectField(choices=[(role.value, role.value) for role in Role])
