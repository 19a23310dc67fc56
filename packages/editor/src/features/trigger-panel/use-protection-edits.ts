import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { objectOf, withField } from "../../document/trigger-config.ts";

export interface ProtectionEdits {
  /** `undefined` lets all addresses in. */
  readonly setAddresses: (addresses: readonly string[] | undefined) => void;
  readonly setOrigins: (origins: readonly string[]) => void;
  readonly setLimit: (
    limit: "perMinute" | "perMinuteOfAddress" | "bodyBytes",
    value: number | undefined,
  ) => void;
  /** Ends the step of the history that typing in a field makes. */
  readonly endGroup: () => void;
}

/** What the section about protection does to the document; each call is one operation. */
export function useProtectionEdits(): ProtectionEdits {
  const store = useOpenDocumentStore();
  return useMemo(() => {
    const put = (field: string, value: Json | undefined, group?: string) =>
      store.edit(
        { op: "set-trigger", ...(value === undefined ? { unset: [field] } : { set: { [field]: value } }) },
        { label: { key: "trigger.protection" }, ...(group === undefined ? {} : { group }) },
      );
    const limits = (): JsonObject => objectOf(store.getState().document.trigger.config.limits);
    return {
      setAddresses: (addresses) => put("ipAllow", addresses && [...addresses]),
      setOrigins: (origins) => put("cors", origins.length === 0 ? undefined : { origins: [...origins] }),
      setLimit: (limit, value) => {
        const next = withField(limits(), limit, value);
        put("limits", Object.keys(next).length === 0 ? undefined : next, `trigger limits.${limit}`);
      },
      endGroup: store.endGroup,
    };
  }, [store]);
}
