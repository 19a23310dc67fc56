import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { typedSecret } from "../../document/sender-config.ts";
import { listOf, objectOf, withField } from "../../document/trigger-config.ts";
import { triggerFields } from "../../document/trigger-fields.ts";

export interface SenderEdits {
  /** One more method at the end; `handshake` is switched on in the same step, where the provider needs one. */
  readonly add: (entry: JsonObject, handshake?: "slack") => void;
  /** A user of HTTP Basic that a pasted command carried; takes the place of one of the same name. */
  readonly letIn: (user: { readonly username: string; readonly password: string }) => void;
  readonly remove: (at: number) => void;
  /** Changes fields of one method; `undefined` takes a field out. With `field`, typing in it is one step. */
  readonly change: (at: number, fields: Readonly<Record<string, Json | undefined>>, field?: string) => void;
  readonly setRequire: (require: "any" | "all") => void;
  /** Null: switched off. */
  readonly setHandshake: (type: "slack" | "meta" | "head", entry: JsonObject | null) => void;
  /** Ends the step of the history that typing in a field makes. */
  readonly endGroup: () => void;
}

/** All that a person does about who may call; each call is one operation. */
export function useSenderEdits(): SenderEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const { config, put: putFields } = triggerFields(store);
    const methods = () => listOf(objectOf(config().auth).any);
    const handshakes = () => listOf(config().handshakes);
    const put = (fields: Readonly<Record<string, Json | undefined>>, group?: string) =>
      putFields(fields, "trigger.auth", group);
    const withMethods = (next: readonly Json[]): JsonObject | undefined =>
      next.length === 0 ? undefined : { ...objectOf(config().auth), any: [...next] };
    const withHandshake = (type: string, entry: JsonObject | null): Json | undefined => {
      const others = handshakes().filter((one) => objectOf(one).type !== type);
      const next = entry === null ? others : [...others, entry];
      return next.length === 0 ? undefined : next;
    };
    return {
      add: (entry, handshake) =>
        put({
          auth: withMethods([...methods(), entry]),
          ...(handshake && { handshakes: withHandshake(handshake, { type: handshake }) }),
        }),
      letIn: ({ username, password }) => {
        const others = methods().filter((entry) => objectOf(entry).username !== username);
        put({ auth: withMethods([...others, { type: "basic", username, password: typedSecret(password) }]) });
      },
      remove: (at) => put({ auth: withMethods(methods().toSpliced(at, 1)) }),
      change: (at, fields, field) => {
        const entry = Object.entries(fields).reduce(
          (changed, [name, value]) => withField(changed, name, value),
          objectOf(methods()[at]),
        );
        const group = field === undefined ? undefined : `trigger auth ${at} ${field}`;
        put({ auth: withMethods([...methods()].with(at, entry)) }, group);
      },
      setRequire: (require) =>
        put({ auth: withField(objectOf(config().auth), "require", require === "all" ? "all" : undefined) }),
      setHandshake: (type, entry) => put({ handshakes: withHandshake(type, entry) }),
      endGroup: store.endGroup,
    };
  }, [store]);
}
