import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { portsOf } from "../../document/ports.ts";
import { refusalOf, type WantedEdge } from "../../document/rules.ts";
import { useLanguage } from "../node-card/use-language.ts";
import { useEdits } from "./use-edits.ts";

export interface ConnectDialogProps {
  readonly from: string;
  /** The exit that is chosen at first. */
  readonly port: string;
  /** This edge leads there instead, by the exit that is chosen. */
  readonly edge?: WantedEdge | undefined;
  readonly names: (key: string) => string;
  readonly onClose: () => void;
}

/** Draws an edge without a pointer: choose the exit, choose the node it leads to. */
export function ConnectDialog({ from, port: offered, edge, names, onClose }: ConnectDialogProps) {
  const { t } = useTranslation("canvas");
  const language = useLanguage();
  const edits = useEdits();
  const document = useOpenDocument((state) => state.document);
  const node = document.nodes[from];
  const ports = node ? portsOf({ node, types: definitions, language }) : [{ port: "out", label: "out" }];
  const [port, setPort] = useState(offered);
  const targets = Object.keys(document.nodes).filter(
    (to) => refusalOf({ document, types: definitions, wanted: { from, port, to }, replaced: edge }) === null,
  );
  const [target, setTarget] = useState<string | null>(null);
  const chosen = target !== null && targets.includes(target) ? target : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        edge
          ? t("connect.reconnect", { from: names(from), to: names(edge.to) })
          : t("connect.title", { name: names(from) })
      }
    >
      <Stack gap="md">
        {ports.length > 1 && (
          <Select
            label={t("connect.port")}
            data={ports.map(({ port: value, label }) => ({ value, label }))}
            value={port}
            onChange={(value) => value !== null && setPort(value)}
            allowDeselect={false}
          />
        )}
        {targets.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("connect.nothing")}
          </Text>
        ) : (
          <Select
            label={t("connect.target")}
            placeholder={t("connect.choose")}
            data={targets.map((value) => ({
              value,
              label: names(value) === value ? value : `${names(value)} (${value})`,
            }))}
            value={chosen}
            onChange={setTarget}
            searchable
            selectFirstOptionOnChange
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("connect.cancel")}
          </Button>
          <Button
            disabled={chosen === null}
            onClick={() => {
              if (chosen !== null && edge) edits.reconnect(edge, { from, port, to: chosen });
              else if (chosen !== null) edits.connect({ from, port, to: chosen });
              onClose();
            }}
          >
            {t("connect.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
