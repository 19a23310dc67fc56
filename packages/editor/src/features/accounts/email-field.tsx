import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

export interface EmailFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Whose account it is, as password managers know it. */
export function EmailField({ value, onChange }: EmailFieldProps) {
  const { t } = useTranslation("accounts");
  return (
    <TextInput
      label={t("email")}
      type="email"
      name="email"
      autoComplete="username"
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
