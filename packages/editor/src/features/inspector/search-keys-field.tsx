import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import classes from "./inspector.module.css";

type SearchKeys = NonNullable<NonNullable<WorkflowDocument["settings"]>["searchKeys"]>;
/** As many as a document may have. */
const most = 20;

/** What deliveries of this workflow are found by. */
export function SearchKeysField(props: {
  readonly value: SearchKeys | undefined;
  readonly onChange: (value: SearchKeys | undefined) => void;
  readonly onBlur: () => void;
}) {
  const { value = [], onChange, onBlur } = props;
  const { t } = useTranslation("inspector");
  const labelId = useId();
  const put = (next: SearchKeys) => onChange(next.length === 0 ? undefined : next);
  // The schema wants both filled: what is emptied keeps its last letter until the row is removed.
  const set = (at: number, change: Partial<SearchKeys[number]>) => {
    const row = { name: "", path: "", ...value[at], ...change };
    if (row.name !== "" && row.path !== "") put(value.with(at, row));
  };
  return (
    <section className={classes.field} aria-labelledby={labelId}>
      <div className={classes.label} id={labelId}>
        {t("searchKeys.label")}
      </div>
      <div className={classes.help}>{t("searchKeys.help")}</div>
      {value.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place, its texts are what changes
        <Group key={at} gap={6} wrap="nowrap" mt={6}>
          <TextInput
            aria-label={t("searchKeys.name")}
            w={110}
            maxLength={64}
            value={row.name}
            onChange={(event) => set(at, { name: event.currentTarget.value })}
            onBlur={onBlur}
          />
          <TextInput
            aria-label={t("searchKeys.path")}
            style={{ flex: 1 }}
            maxLength={500}
            value={row.path}
            onChange={(event) => set(at, { path: event.currentTarget.value })}
            onBlur={onBlur}
          />
          <ActionIcon
            aria-label={t("searchKeys.remove")}
            onClick={() => put(value.filter((_, other) => other !== at))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {value.length < most && (
        <Button
          mt={6}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => put([...value, { name: `key${value.length + 1}`, path: "trigger.id" }])}
        >
          {t("searchKeys.add")}
        </Button>
      )}
    </section>
  );
}
