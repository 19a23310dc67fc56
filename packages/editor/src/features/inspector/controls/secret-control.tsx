import { Badge, Button, Group, PasswordInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormContext } from "../form-context.ts";
import type { ControlProps } from "./control-props.ts";

/** A secret: goes in and never comes back out. What is stored can only be replaced. */
export function SecretControl({
  field,
  value,
  onChange,
  onBlur,
  labelledBy,
  describedBy,
  invalid,
}: ControlProps) {
  const { t } = useTranslation("inspector");
  const { language } = useFormContext();
  const [draft, setDraft] = useState("");
  const [replacing, setReplacing] = useState(false);
  const stored =
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  if (stored && !replacing) {
    return (
      <Group gap="xs">
        <Badge color="gray" leftSection={<IconLock size={12} aria-hidden />}>
          {t("secret.stored")}
        </Badge>
        <Button size="compact-sm" variant="default" onClick={() => setReplacing(true)}>
          {t("secret.replace")}
        </Button>
      </Group>
    );
  }
  return (
    <PasswordInput
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== "") onChange({ secret: { value: draft } });
        setDraft("");
        setReplacing(false);
        onBlur();
      }}
      autoComplete="off"
      placeholder={t("secret.placeholder")}
      error={invalid}
      aria-label={field.label[language]}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
    />
  );
}
