import type { WorkflowDocument } from "@sluice/workflow/document";

/**
 * After a save: `document` with every secret value that stood in `sent` replaced by the reference that the
 * server gave for it at the same place in `answered`. A secret typed since then is left alone. Used on the open
 * document and on all of its history, so that no plain secret stays in the browser once it is stored.
 */
export function settleSecrets(
  document: WorkflowDocument,
  sent: WorkflowDocument,
  answered: WorkflowDocument,
): WorkflowDocument {
  const references = new Map<string, unknown>();
  collect({ sent, answered, place: "", references });
  return references.size === 0 ? document : (replace(document, "", references) as WorkflowDocument);
}

interface Collecting {
  sent: unknown;
  answered: unknown;
  /** Where both stand: a reference belongs to one field, so the same value elsewhere is another secret. */
  place: string;
  references: Map<string, unknown>;
}

function collect({ sent, answered, place, references }: Collecting): void {
  const value = secretValue(sent);
  if (value !== undefined) {
    if (secretValue(answered) === undefined && isObject(answered)) {
      references.set(`${place} ${value}`, answered);
    }
    return;
  }
  if (!isContainer(sent) || !isContainer(answered)) return;
  for (const [key, part] of Object.entries(sent)) {
    if (!Object.hasOwn(answered, key)) continue;
    const other = (answered as Record<string, unknown>)[key];
    collect({ sent: part, answered: other, place: `${place}/${key}`, references });
  }
}

function replace(part: unknown, place: string, references: Map<string, unknown>): unknown {
  const value = secretValue(part);
  if (value !== undefined) return references.get(`${place} ${value}`) ?? part;
  if (Array.isArray(part)) {
    return mapShared(part, (item, index) => replace(item, `${place}/${index}`, references));
  }
  if (!isObject(part)) return part;
  let changed = false;
  const entries = Object.entries(part).map(([key, item]) => {
    const next = replace(item, `${place}/${key}`, references);
    if (next !== item) changed = true;
    return [key, next] as const;
  });
  return changed ? Object.fromEntries(entries) : part;
}

function mapShared(list: unknown[], change: (item: unknown, index: number) => unknown): unknown[] {
  const next = list.map(change);
  return next.every((item, index) => item === list[index]) ? list : next;
}

/** The plain value of `{ "secret": { "value": "…" } }`, else undefined. */
function secretValue(part: unknown): string | undefined {
  if (!isObject(part) || !isObject(part.secret)) return undefined;
  return typeof part.secret.value === "string" ? part.secret.value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value);
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
