// A certified OpenID provider for the tests: any password is right, the name says who one is.
// Arguments: port, client's secret, then the addresses that it may send browsers to.
import * as oidc from "oidc-provider";

const [port, secret, loggedOut, ...back] = process.argv.slice(2);
const PEOPLE = {
  anna: { name: "Anna Beispiel", preferred_username: "anna", roles: ["Beratung"] },
  berta: { name: "Berta Beispiel", preferred_username: "berta", roles: ["Redaktion", "Beratung"] },
  carla: { name: "Carla Beispiel", preferred_username: "carla", roles: ["Parkhaus"] },
  // Called like a local administrator.
  admin: { name: "Kein Verwalter", preferred_username: "admin", roles: "Beratung" },
};

const provider = new oidc.Provider(`http://localhost:${port}`, {
  clients: [
    {
      client_id: "wegweiser",
      client_secret: secret,
      redirect_uris: back,
      post_logout_redirect_uris: [loggedOut],
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "roles"] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  pkce: { required: () => true },
  cookies: { keys: ["only for these tests"] },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
