import { PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Length is what counts (NIST SP 800-63B); the server asks for the same. */
export const shortestPassword = 10;

/** A password that is chosen, with what it takes. */
export function NewPasswordField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly tooShort: boolean;
}) {
  const { t } = useTranslation("accounts");
  return (
    <PasswordInput
      label={t("password")}
      description={t("setup.passwordHint", { count: shortestPassword })}
      error={props.tooShort ? t("setup.passwordTooShort", { count: shortestPassword }) : undefined}
      name="new-password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
