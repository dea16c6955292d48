// After a login in the town's own window: that window tells this one, which then goes on with what was unfinished.
// Only pages of this origin hear each other on the channel; what is said is the token for this browser's own forms.
const channel = new BroadcastChannel("town login");

channel.addEventListener("message", (event) => {
  const waiting = document.getElementById("town-continue");
  if (waiting) {
    waiting.elements.csrf_token.value = event.data;
    waiting.requestSubmit();
  }
});

const there = document.querySelector("[data-town-login]");
if (there) {
  channel.postMessage(there.dataset.townLogin);
  window.close();
}
