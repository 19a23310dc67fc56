import { cutValueSchema } from "@sluice/api/schemas";
import { maxPinLength, type Pin } from "@sluice/workflow/document";
import { useMemo } from "react";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";

export interface PinEdits {
  /** False: the output is too large to be saved with every draft. */
  pin(pin: Pin): boolean;
  unpin(): void;
}

/** Pins the output of a node for trials of the draft: an edit like any other. */
export function usePin(key: string): PinEdits {
  const store = useOpenDocumentStore();
  return useMemo(
    () => ({
      pin(pin) {
        // Of what a trial could not show whole only the beginning is here.
        const isCut = cutValueSchema.safeParse(pin.output).success;
        if (isCut || JSON.stringify(pin.output).length > maxPinLength) return false;
        store.edit(
          { op: "set-node-options", key, set: { pin } },
          { label: { key: "pin", values: { name: key } }, group: `pin:${key}` },
        );
        return true;
      },
      unpin() {
        store.edit(
          { op: "set-node-options", key, unset: ["pin"] },
          { label: { key: "unpin", values: { name: key } } },
        );
      },
    }),
    [store, key],
  );
}
