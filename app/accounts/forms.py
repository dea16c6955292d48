"""Forms of login and accounts."""

from wtforms import BooleanField, HiddenField, IntegerField, PasswordField
from wtforms.validators import (
    AnyOf,
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from app.accounts.roles import Role
from app.errors import N_
from app.forms import BaseForm, TextField

COLOUR_SCHEMES = ("auto", "light", "dark")
LANGUAGES = ("de", "en")
HIGHEST_ID = 2**31 - 1
LONGEST_CODE = 80
ROLES = tuple(role.value for role in Role)
ACTIONS = ("role", "link", "withdraw", "second_factor", "logout", "close", "open")


class LoginForm(BaseForm):
    """Name and password."""

    name = TextField(validators=[DataRequired(N_("Enter your name."))])
    password = PasswordField(validators=[InputRequired(N_("Enter your password."))])


class CodeForm(BaseForm):
    """A code of the authenticator, or a recovery code."""

    code = TextField(validators=[DataRequired(N_("Enter the code.")), Length(max=LONGEST_CODE)])


class ConfirmForm(BaseForm):
    """The own password, before something about the account changes."""

    current_password = PasswordField(validators=[InputRequired(N_("Enter your current password."))])


class FactorForm(ConfirmForm, CodeForm):
    """The own password and a code, before something about the second factor changes."""


class EndLoginsForm(BaseForm):
    """Which of the own logins ends, by its digest; all others if none is named."""

    login = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{64}\Z")])


class ChosenPasswordForm(BaseForm):
    """A password that is chosen by a one-time link."""

    new_password = PasswordField(validators=[InputRequired(N_("Enter a new password."))])
    repeated_password = PasswordField(
        validators=[EqualTo("new_password", N_("The two new passwords differ; enter the same one twice."))]
    )


class PasswordForm(BaseForm):
    """A new password, by somebody who knows the old one."""

    current_password = PasswordField(validators=[InputRequired(N_("Enter your current password."))])
    new_password = PasswordField(validators=[InputRequired(N_("Enter a new password."))])
    repeated_password = PasswordField(
        validators=[EqualTo("new_password", N_("The two new passwords differ; enter the same one twice."))]
    )

    def validate_new_password(self, field: PasswordField) -> None:
        """A one-time password is not replaced by itself."""
        if field.data == self.current_password.data:
            raise ValidationError(N_("The new password is the same as before; take another."))


class PreferencesForm(BaseForm):
    """How somebody wants the interface."""

    interface = TextField(validators=[AnyOf(LANGUAGES)])
    single_keys = BooleanField()
    colour_scheme = TextField(validators=[AnyOf(COLOUR_SCHEMES)])


class NewUserForm(BaseForm):
    """An account to add."""

    name = TextField(validators=[DataRequired(N_("An account needs a name."))])
    role = TextField(validators=[AnyOf(ROLES)])


class ChangeUserForm(BaseForm):
    """What an administrator does to an account."""

    user = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=HIGHEST_ID)])
    action = HiddenField(validators=[AnyOf(ACTIONS)])
    role = TextField(validators=[Optional(), AnyOf(ROLES)])
