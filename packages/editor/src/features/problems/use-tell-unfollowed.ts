import { notifications } from "@mantine/notifications";
import type { Unfollowed } from "@sluice/workflow/operations";
import { createElement, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { nothingSelected, selectNode } from "../../document/selection.ts";
import { UnfollowedList } from "./unfollowed-list.tsx";

export interface Renamed {
  /** Places of the document before that may have read the old key. */
  readonly left: readonly Unfollowed[];
  readonly from: string;
  readonly to: string;
}

/** After a rename: says which places could not follow, and leads to them. Says nothing when all did. */
export function useTellUnfollowed(): (renamed: Renamed) => void {
  const { t } = useTranslation("editor");
  const store = useOpenDocumentStore();
  return useCallback(
    ({ left, from, to }) => {
      if (left.length === 0) return;
      const id = `unfollowed-${from}`;
      // The node that was renamed may read itself (a loop): its place has its new key.
      const places = left.map(({ at, why }) => ({
        why,
        at: at[0] === "nodes" && at[1] === from ? ["nodes", to, ...at.slice(2)] : at,
      }));
      notifications.show({
        id,
        color: "yellow",
        autoClose: false,
        title: t("unfollowed.title", { count: left.length, from }),
        message: createElement(UnfollowedList, {
          places,
          nodes: store.getState().document.nodes,
          onJump: (at) => {
            notifications.hide(id);
            const [root, key] = at;
            const node = root === "nodes" && typeof key === "string" ? key : "trigger";
            store.select(root === "settings" ? nothingSelected : selectNode(node));
            store.focusOn({ at });
          },
        }),
      });
    },
    [store, t],
  );
}
