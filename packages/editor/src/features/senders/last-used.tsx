import { authMethodSchema, senderKeys } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";

/** When each credential of the trigger last opened the door (RFC 3339), by its key; undefined: not known yet. */
export type LastUses = ReadonlyMap<string, string> | undefined;

/** Asked again every quarter of a minute while the panel is in sight. */
const everyMs = 15_000;

export function useLastUses(): LastUses {
  const id = useOpenDocument((state) => state.workflow.id);
  const query = useQuery({
    ...api.workflows.senders.queryOptions({ input: { id } }),
    refetchInterval: everyMs,
    select: ({ senders }): ReadonlyMap<string, string> =>
      new Map(senders.map(({ sender, lastUsedAt }) => [sender, lastUsedAt])),
  });
  return query.data;
}

/** Under what the uses of a method are kept, one for each of its secrets; null where a secret is not stored yet. */
export function keysOf(entry: Json | undefined): readonly (string | null)[] {
  const method = authMethodSchema.safeParse(entry);
  return method.success ? senderKeys(method.data) : [];
}

/** When one of these credentials was last used; nothing while none of them is stored. */
export function LastUsed({ keys, uses }: { keys: readonly (string | null)[]; uses: LastUses }) {
  const { t } = useTranslation("senders");
  const stored = keys.filter((key) => key !== null);
  if (uses === undefined || stored.length === 0) return null;
  const last = stored
    .flatMap((key) => uses.get(key) ?? [])
    .sort()
    .at(-1);
  if (last === undefined) return t("neverUsed");
  return (
    <>
      {t("lastUsed")} <RelativeTime iso={last} />
    </>
  );
}
