import { Menu } from "@mantine/core";
import { IconPin, IconPinnedOff, IconPlayerPlay, IconPlayerTrackNext } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useKnownOutput } from "../trial/use-known-output.ts";
import { usePin } from "../trial/use-pin.ts";
import { useRunTrial } from "../trial/use-run-trial.ts";

/** In the menu of a node: try it, try everything up to it, pin what it gave. What comes of it the inspector shows. */
export function TrialItems({ nodeKey, onInspect }: { nodeKey: string; onInspect: () => void }) {
  const { t } = useTranslation("canvas");
  const run = useRunTrial();
  const { pin, unpin } = usePin(nodeKey);
  const pinned = useOpenDocument((state) => state.document.nodes[nodeKey]?.pin !== undefined);
  const known = useKnownOutput(nodeKey);
  const start = (mode: "node" | "until") => {
    onInspect();
    void run({ node: nodeKey, mode });
  };
  return (
    <>
      <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => start("node")}>
        {t("menu.tryNode")}
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerTrackNext size={16} aria-hidden />} onClick={() => start("until")}>
        {t("menu.tryUntil")}
      </Menu.Item>
      {pinned ? (
        <Menu.Item leftSection={<IconPinnedOff size={16} aria-hidden />} onClick={unpin}>
          {t("menu.unpin")}
        </Menu.Item>
      ) : (
        <Menu.Item
          leftSection={<IconPin size={16} aria-hidden />}
          disabled={known === null}
          onClick={() => known !== null && pin(known)}
        >
          {t("menu.pin")}
        </Menu.Item>
      )}
    </>
  );
}
