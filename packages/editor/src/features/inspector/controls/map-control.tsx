import { ActionIcon, Button, Stack, TextInput } from "@mantine/core";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDraft } from "../../../ui/use-draft.ts";
import { useListFocus } from "../../../ui/use-list-focus.ts";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";
import { inBoth } from "./in-both.ts";

/** Names with a value each. Renaming keeps the order. */
export function MapControl({ field, value, at, onChange, onBlur }: ControlProps) {
  const { t } = useTranslation("inspector");
  const { language, Field } = useFormContext();
  const map: JsonObject = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  const entries = Object.entries(map);
  const { root, focusAt } = useListFocus<HTMLDivElement>();
  const label = field.label[language];
  const set = (next: readonly (readonly [string, Json])[]) => onChange(Object.fromEntries(next));
  const unusedName = () => {
    for (let number = 1; ; number++) {
      const name = `${t("map.newName")}${number === 1 ? "" : number}`;
      if (!Object.hasOwn(map, name)) return name;
    }
  };
  return (
    <Stack gap="xs" ref={root}>
      {entries.map(([name, item], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name changes while it is written; the place stays
        <div key={index} className={classes.item} data-entry>
          <div className={classes.itemFields}>
            <NameField
              name={name}
              label={t("map.name", { label, number: index + 1 })}
              taken={(wanted) => Object.hasOwn(map, wanted)}
              onRename={(wanted) => {
                set(entries.with(index, [wanted, item]));
                onBlur();
              }}
            />
            {field.item && (
              <Field
                field={{
                  ...field.item,
                  label: inBoth(t("map.value", { name })),
                  ...(field.placeholder ? { placeholder: field.placeholder } : {}),
                }}
                value={item}
                at={[...at, name]}
                bare
                onChange={(next) => set(entries.with(index, [name, next ?? null]))}
                onBlur={onBlur}
              />
            )}
          </div>
          <div className={classes.itemActions}>
            <ActionIcon
              size="sm"
              aria-label={t("map.remove", { name })}
              onClick={() => {
                focusAt(index);
                set(entries.toSpliced(index, 1));
                onBlur();
              }}
            >
              <IconTrash size={14} aria-hidden />
            </ActionIcon>
          </div>
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        className={classes.add ?? ""}
        data-add
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => {
          focusAt(entries.length);
          set([...entries, [unusedName(), ""]]);
          onBlur();
        }}
      >
        {t("map.add")}
      </Button>
    </Stack>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly label: string;
  readonly taken: (name: string) => boolean;
  readonly onRename: (name: string) => void;
}

/** The name is taken over when the field is left: half a name must not collide with another on the way. */
function NameField({ name, label, taken, onRename }: NameFieldProps) {
  const { t } = useTranslation("inspector");
  const { text, problem, onChange, ...events } = useDraft({
    value: name,
    problemOf: (wanted) =>
      wanted !== name && (wanted.trim() === "" || taken(wanted)) ? t("map.taken") : null,
    commit: onRename,
  });
  return (
    <TextInput
      {...events}
      value={text}
      aria-label={label}
      error={problem}
      classNames={{ input: classes.mono ?? "" }}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
