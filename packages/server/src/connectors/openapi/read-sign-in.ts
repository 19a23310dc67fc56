import { connectorLimits, type SignIn } from "@sluice/workflow/connectors";
import type { Json } from "@sluice/workflow/node-contract";
import { isPlain, listIn, member, textIn, words } from "./json-values.ts";
import type { Tell } from "./read-parameters.ts";
import type { Follow } from "./shape.ts";

/** The ways to sign in that a credential can be, by the names that operations call them. */
export function readSignIns(root: Json, given: { readonly follow: Follow; readonly tell: Tell }): SignIn[] {
  const schemes = member(member(root, "components"), "securitySchemes");
  return Object.entries(schemes ?? {})
    .filter(([name]) => name.length > 0 && name.length <= 200 && isPlain(name))
    .slice(0, connectorLimits.signIns)
    .flatMap(([name, raw]) => {
      const made = readSignIn(given.follow(raw));
      if (!made) given.tell("sign-in-not-carried", name);
      return made ? [{ name, ...made }] : [];
    });
}

function readSignIn(scheme: Json | undefined): Omit<SignIn, "name"> | undefined {
  const plain = {
    parameter: null,
    description: words(textIn(scheme, "description"), 500),
    ...{ authorizationUrl: null, tokenUrl: null, scopes: [] },
  };
  switch (textIn(scheme, "type")) {
    case "http": {
      const kind = textIn(scheme, "scheme").toLowerCase();
      return kind === "basic" || kind === "bearer" ? { kind, ...plain } : undefined;
    }
    case "apiKey": {
      const place = textIn(scheme, "in");
      const parameter = textIn(scheme, "name");
      if ((place !== "header" && place !== "query") || parameter === "" || parameter.length > 200)
        return undefined;
      return { kind: place, ...plain, parameter };
    }
    case "oauth2":
      return { kind: "oauth2", ...plain, ...readFlow(scheme) };
    default:
      return undefined;
  }
}

/** The flow that a server can go: with a code, else on its own account. */
function readFlow(scheme: Json | undefined): Pick<SignIn, "authorizationUrl" | "tokenUrl" | "scopes"> {
  const flows = member(scheme, "flows");
  const flow = ["authorizationCode", "clientCredentials", "password", "implicit"]
    .map((name) => member(flows, name))
    .find((one) => one !== undefined);
  const url = (name: string) => {
    const text = textIn(flow, name);
    return text.length <= 2000 && /^https?:\/\//i.test(text) && isPlain(text) ? text : null;
  };
  const scopes = Object.keys(member(flow, "scopes") ?? {}).filter(
    (one) => one.length > 0 && one.length <= 200,
  );
  return {
    authorizationUrl: url("authorizationUrl"),
    tokenUrl: url("tokenUrl"),
    scopes: scopes.slice(0, connectorLimits.scopes),
  };
}

/** Names of the ways to sign in to an operation, its own list before the document's. */
export function signInOf(root: Json, operation: Json | undefined, known: readonly SignIn[]): string[] {
  const own = member(operation, "security");
  const list = Array.isArray(own) ? own : listIn(root, "security");
  const names = new Set(list.flatMap((one) => Object.keys(one ?? {})));
  return known.map(({ name }) => name).filter((name) => names.has(name));
}
