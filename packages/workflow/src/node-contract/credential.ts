/** A credential in plain, as a run gets it: never stored, logged or given out; the engine redacts its values. */
export type PlainCredential = {
  /** Hosts it may be sent to (`api.example.com`, `*.example.com`); empty: any. */
  readonly hosts: readonly string[];
} & (
  | { readonly type: "basic"; readonly username: string; readonly password: string }
  | { readonly type: "header"; readonly name: string; readonly value: string }
  | { readonly type: "query"; readonly name: string; readonly value: string }
  | { readonly type: "bearer"; readonly token: string }
);
