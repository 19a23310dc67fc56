import { type AuthMethod, type HmacScheme, schemesOf, type TriggerAuth } from "@sluice/workflow/document";

/** One way for a sender to show who it is: where it stands and how it is made, never what it is. */
export type AuthDocs =
  | { readonly kind: "basic" }
  | { readonly kind: "apiKey"; readonly in: "header" | "query"; readonly name: string }
  | { readonly kind: "bearer" }
  | {
      readonly kind: "jwt";
      readonly header: string;
      readonly algorithms: readonly string[];
      readonly issuer: string | undefined;
      readonly audience: string | undefined;
    }
  | {
      readonly kind: "signature";
      /** `github`, `standard-webhooks`, …, `custom`. */
      readonly preset: string;
      /** How it is made; of a preset of several schemes the first. Undefined: a draft does not say yet. */
      readonly scheme: SignatureDocs | undefined;
    };

export interface SignatureDocs {
  readonly header: string;
  readonly algorithm: string;
  readonly encoding: string;
  readonly prefix: string;
  readonly signed: string;
  readonly timestampHeader: string | undefined;
}

export interface CallersDocs {
  /** Empty: anyone may call. */
  readonly methods: readonly AuthDocs[];
  readonly require: "any" | "all";
}

export function callersDocs(auth: TriggerAuth | undefined): CallersDocs {
  const told = (auth?.any ?? []).map(methodDocs);
  // Two keys of two senders are one thing to whoever reads it.
  const methods = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
  return { methods, require: auth?.require ?? "any" };
}

function methodDocs(method: AuthMethod): AuthDocs {
  switch (method.type) {
    case "basic":
    case "bearer":
      return { kind: method.type };
    case "apiKey":
      return { kind: "apiKey", in: method.in, name: method.parameter };
    case "jwt": {
      const { header, algorithms, issuer, audience } = method;
      return { kind: "jwt", header, algorithms, issuer, audience };
    }
    case "signature": {
      const [scheme] = schemesOf(method);
      // A token is sent as it is: to whoever sends it, a key.
      if (scheme?.kind === "token") return { kind: "apiKey", in: "header", name: scheme.header };
      return { kind: "signature", preset: method.preset, scheme: scheme && schemeDocs(scheme) };
    }
  }
}

function schemeDocs(scheme: HmacScheme): SignatureDocs {
  const { header, algorithm, encoding, prefix, signed, timestamp } = scheme;
  return { header, algorithm, encoding, prefix, signed, timestampHeader: timestamp?.header };
}
