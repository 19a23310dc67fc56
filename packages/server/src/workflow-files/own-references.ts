import type { AppliedFile } from "@sluice/api/schemas";
import { credentialsOf, secretsOf, type WorkflowDocument, withSecrets } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";

interface Given {
  /** The document of the file. */
  readonly document: WorkflowDocument;
  /** What the workflow has now; undefined: it is not there yet. */
  readonly current: WorkflowDocument | undefined;
  /** Whether a secret is this workflow's, at this place. */
  readonly isOwn: (place: { reference: string; node: string; field: string }) => boolean;
  readonly hasCredential: (reference: string) => boolean;
}

/**
 * The document with references that are good here: a file that was written on another server names secrets and credentials
 * that this workflow does not have. What stands at the same place now stays; where nothing does, the place is empty.
 */
export function withOwnReferences(given: Given): {
  document: WorkflowDocument;
  references: AppliedFile["references"];
} {
  const { document, current, isOwn, hasCredential } = given;
  const references: AppliedFile["references"] = [];
  const settle = (at: readonly (string | number)[], found: string | undefined): string | undefined => {
    references.push({ at: [...at], became: found === undefined ? "empty" : "kept" });
    return found;
  };
  const secretsNow = new Map(
    (current ? secretsOf(current) : []).map(({ at, reference }) => [at.join("\0"), reference]),
  );
  const withOwnSecrets = withSecrets(document, ({ at, node, field, reference }) => {
    if (reference === undefined) return null;
    if (isOwn({ reference, node, field })) return { secret: reference };
    const kept = settle(at, secretsNow.get(at.join("\0")));
    return kept === undefined ? null : { secret: kept };
  });
  const credentialsNow = new Map(
    (current ? credentialsOf(current) : []).map(({ at, reference }) => [at.join("\0"), reference]),
  );
  let result = withOwnSecrets;
  for (const { at, reference } of credentialsOf(withOwnSecrets)) {
    if (hasCredential(reference)) continue;
    const now = credentialsNow.get(at.join("\0"));
    const kept = settle(at, now !== undefined && hasCredential(now) ? now : undefined);
    result = replacedAt(
      result as Json,
      at,
      kept === undefined ? undefined : { credential: kept },
    ) as WorkflowDocument;
  }
  return { document: result, references };
}

/** A copy with the value at a place replaced, or, without a new one, taken out of its object. */
function replacedAt(value: Json, at: readonly (string | number)[], by: Json | undefined): Json {
  const [step, ...rest] = at;
  if (step === undefined || typeof value !== "object" || value === null) return by ?? null;
  if (Array.isArray(value)) {
    return value.map((child, index) => (index === Number(step) ? replacedAt(child, rest, by) : child));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]): [string, Json][] => {
      if (key !== String(step)) return [[key, child]];
      if (rest.length === 0 && by === undefined) return [];
      return [[key, replacedAt(child, rest, by)]];
    }),
  );
}
