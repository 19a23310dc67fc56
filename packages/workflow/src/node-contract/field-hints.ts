import { z } from "zod";
import type { CredentialType } from "./credential.ts";
import type { Json } from "./json.ts";
import type { Text } from "./texts.ts";

/** The controls a form may show. The editor maps each of them to one component, exhaustively. */
export const controls = [
  "text",
  "long-text",
  "number",
  "switch",
  "select",
  "json",
  "expression",
  "rules",
  "pairs",
  "map",
  "list",
  "group",
  "secret",
  /** JavaScript over several lines. */
  "code",
  /** Chooses one of the instance's workflows; holds its id. */
  "workflow",
  "credential",
  /** The parameters of the connector's operation that the config was filled from; not shown where there is none. */
  "operation",
] as const;
export type Control = (typeof controls)[number];

/**
 * What the text in a field is:
 * - `template`: may hold `{{ expression }}`; the engine resolves it before the run sees it (the default)
 * - `literal`: is never resolved
 * - `expression`: is one bare expression; the run evaluates it through its context
 * - `rules`: is a rule group; the run evaluates it through its context, so that each rule's result is recorded
 * - `secret`: holds `{ "secret": "sec_…" }` in the document, the plain value in the run
 * - `credential`: holds `{ "credential": "cred_…" }`, in the document and in the run, which asks its context for it
 */
export type FieldValue = "template" | "literal" | "expression" | "rules" | "secret" | "credential";

/**
 * `url` keeps scheme and host out of reach of what is inserted; `url-any-host` does not. `-late`: for a text that is
 * resolved before all of it is known (`missingPart`). `url-segment`: the text is one part of a URL's path.
 */
export type Escape = "html" | "url" | "url-any-host" | "url-late" | "url-any-host-late" | "url-segment";

/** Another field of the same object holds one of these values (its default counts when it is not given). */
export interface FieldCondition {
  readonly field: string;
  readonly in: readonly Json[];
}

/** What is different about a field while a condition holds: the same text body is JSON here and a page there. */
export interface FieldVariant {
  readonly when: FieldCondition;
  readonly control?: Control;
  readonly escape?: Escape;
  readonly help?: Text;
  readonly placeholder?: string;
}

export interface FieldHint {
  readonly label: Text;
  readonly help?: Text;
  readonly placeholder?: string;
  /** Left out, the control follows from the schema (boolean → switch, enum → select, …). */
  readonly control?: Control;
  readonly value?: FieldValue;
  /** How inserted values are escaped when the field is a template. */
  readonly escape?: Escape;
  /** Which types of credentials the field takes; left out: any. */
  readonly accepts?: readonly CredentialType[];
  /** Labels of an enumeration's values. */
  readonly options?: Readonly<Record<string, Text>>;
  /** The field is shown, resolved and checked only while this holds. */
  readonly visibleWhen?: FieldCondition;
  /** The first one whose condition holds changes the field. */
  readonly variants?: readonly FieldVariant[];
}

/**
 * Where a schema's fields carry what a form needs to know.
 * A zod hint belongs to one instance: `.register(fieldHints, …)` comes last in the chain.
 */
export const fieldHints = z.registry<FieldHint>();
