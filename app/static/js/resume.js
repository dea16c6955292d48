// Sends off the form that goes on after a login; without scripts its button does.
document.getElementById("resume").requestSubmit();
