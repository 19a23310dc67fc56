import { ActionIcon, Button, Stack } from "@mantine/core";
import { emptyItem, type FormField, type Json, type JsonObject } from "@sluice/workflow/node-contract";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useListFocus } from "../../../ui/use-list-focus.ts";
import { FieldList } from "../field-list.tsx";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import type { ControlProps } from "./control-props.ts";
import { inBoth } from "./in-both.ts";

/** A list: each item a card of fields, or one field. */
export function ListControl(props: ControlProps) {
  return <Items {...props} rows={false} />;
}

/** A list of small objects (name and value): one row each. */
export function PairsControl(props: ControlProps) {
  return <Items {...props} rows />;
}

function Items({ field, value, at, onChange, onBlur, rows }: ControlProps & { rows: boolean }) {
  const { t } = useTranslation("inspector");
  const { language } = useFormContext();
  const items = Array.isArray(value) ? value : [];
  const { root, focusAt } = useListFocus<HTMLDivElement>();
  const set = (next: Json[]) => onChange(next);
  const name = field.label[language];
  const move = (from: number, to: number) => {
    const next = [...items];
    const [item] = next.splice(from, 1);
    if (item !== undefined) next.splice(to, 0, item);
    set(next);
    onBlur();
  };
  return (
    <Stack gap="xs" ref={root}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own; their place is it
        <div key={index} className={rows ? classes.row : classes.item} data-entry>
          <div className={classes.itemFields}>
            <Item
              field={field}
              label={t("list.item", { name, number: index + 1 })}
              item={item}
              at={[...at, index]}
              onChange={(next) => set(items.with(index, next))}
              onBlur={onBlur}
            />
          </div>
          <div className={classes.itemActions} data-rows={rows || undefined}>
            {!rows && (
              <>
                <ActionIcon
                  size="sm"
                  disabled={index === 0}
                  aria-label={t("list.up", { name, number: index + 1 })}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  disabled={index === items.length - 1}
                  aria-label={t("list.down", { name, number: index + 1 })}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={14} aria-hidden />
                </ActionIcon>
              </>
            )}
            <ActionIcon
              size="sm"
              aria-label={t("list.remove", { name, number: index + 1 })}
              onClick={() => {
                focusAt(index);
                set(items.toSpliced(index, 1));
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
          focusAt(items.length);
          set([...items, emptyItem(field)]);
          onBlur();
        }}
      >
        {t("list.add")}
      </Button>
    </Stack>
  );
}

interface ItemProps {
  readonly field: FormField;
  /** Of an item that is one field: by what it is told from the others. */
  readonly label: string;
  readonly item: Json;
  readonly at: readonly (string | number)[];
  readonly onChange: (value: Json) => void;
  readonly onBlur: () => void;
}

function Item({ field, label, item, at, onChange, onBlur }: ItemProps) {
  const { Field } = useFormContext();
  if (field.item) {
    return (
      <Field
        field={{ ...field.item, label: inBoth(label) }}
        value={item}
        at={at}
        bare
        onChange={(value) => onChange(value ?? null)}
        onBlur={onBlur}
      />
    );
  }
  const object: JsonObject = typeof item === "object" && item !== null && !Array.isArray(item) ? item : {};
  return (
    <FieldList fields={field.children ?? []} values={object} at={at} onChange={onChange} onBlur={onBlur} />
  );
}
