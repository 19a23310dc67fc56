import { Button, Group, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { definitions } from "@sluice/nodes/definitions";
import type { Pin, WorkflowNode } from "@sluice/workflow/document";
import type { Json } from "@sluice/workflow/node-contract";
import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocumentStore } from "../../document/open-document-context.ts";
import { portsOf } from "../../document/ports.ts";
import { JsonField } from "../json-field/json-field.tsx";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./trial.module.css";
import { usePin } from "./use-pin.ts";

export interface PinEditorProps {
  readonly nodeKey: string;
  readonly node: WorkflowNode;
  /** What the step gave last, if it is known. */
  readonly last: Pin | null;
}

/** The pinned output of a node: taken from its last run or written by hand, and where the step leaves by then. */
export function PinEditor({ nodeKey, node, last }: PinEditorProps) {
  const { t } = useTranslation("trial");
  const id = useId();
  const store = useOpenDocumentStore();
  const language = useLanguage();
  const { pin, unpin } = usePin(nodeKey);
  const ports = portsOf({ node, types: definitions, language });
  const first = ports[0]?.port ?? "out";
  const set = (port: string, output: Json) => {
    const done = pin({ ...(port === "out" ? {} : { port }), output });
    if (!done) notifications.show({ color: "yellow", message: t("pin.tooLarge") });
  };
  if (!node.pin) {
    return (
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPin size={14} aria-hidden />}
          onClick={() => set(last?.port ?? first, last?.output ?? {})}
        >
          {t(last === null ? "pin.write" : "pin.last")}
        </Button>
      </Group>
    );
  }
  const { port = "out", output } = node.pin;
  return (
    <div className={classes.pin}>
      <Group justify="space-between" gap="xs">
        <strong id={`${id}-label`}>
          <IconPin size={14} aria-hidden /> {t("pin.title")}
        </strong>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPinnedOff size={14} aria-hidden />}
          onClick={unpin}
        >
          {t("pin.remove")}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" id={`${id}-help`}>
        {t("pin.help")}
      </Text>
      <JsonField
        value={output}
        at={["nodes", nodeKey, "pin", "output"]}
        labelledBy={`${id}-label`}
        describedBy={`${id}-help`}
        onChange={(value) => set(port, value ?? null)}
        onBlur={store.endGroup}
      />
      {ports.length > 1 && (
        <Select
          size="xs"
          label={t("pin.port")}
          allowDeselect={false}
          data={ports.map((one) => ({ value: one.port, label: one.label }))}
          value={port}
          onChange={(value) => value !== null && set(value, output)}
        />
      )}
    </div>
  );
}
