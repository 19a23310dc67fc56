import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { definitions } from "@sluice/nodes/definitions";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wrappable } from "../../document/container-edits.ts";
import { isContainer, nestingOf, standsIn } from "../../document/nesting.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { useEdits } from "./use-edits.ts";

/** No key: a key begins with a letter. */
const outside = "-";

/** Puts the selected nodes into another container, or into none, without a pointer. */
export function MoveDialog({ names, onClose }: { names: (key: string) => string; onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const edits = useEdits();
  const document = useOpenDocument((state) => state.document);
  const selected = useOpenDocument((state) => state.selection.nodes);
  const keys = wrappable(document, selected);
  const { order, parentOf } = nestingOf(document);
  const changes = (parent: string | undefined) => keys.some((key) => parentOf(key) !== parent);
  const containers = order.filter(
    (one) =>
      isContainer(document, definitions, one) &&
      changes(one) &&
      !keys.some((key) => standsIn(document, one, key)),
  );
  const data = [
    ...containers.map((value) => ({
      value,
      label: names(value) === value ? value : `${names(value)} (${value})`,
    })),
    ...(changes(undefined) ? [{ value: outside, label: t("moveInto.outside") }] : []),
  ];
  const [target, setTarget] = useState<string | null>(data.length === 1 ? (data[0]?.value ?? null) : null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("moveInto.title", { count: keys.length, name: names(keys[0] ?? "") })}
    >
      <Stack gap="md">
        {data.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("moveInto.nothing")}
          </Text>
        ) : (
          <Select
            label={t("moveInto.target")}
            description={t("moveInto.help")}
            placeholder={t("moveInto.choose")}
            data={data}
            value={target}
            onChange={setTarget}
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("connect.cancel")}
          </Button>
          <Button
            disabled={target === null}
            onClick={() => {
              edits.moveInto(target === outside ? undefined : (target ?? undefined));
              onClose();
            }}
          >
            {t("moveInto.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
