import { Button, PasswordInput, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../api/problem-alert.tsx";

/** Length is what counts (NIST SP 800-63B); the server asks for the same. */
const shortestPassword = 10;

export interface NewPasswordFormProps {
  readonly error: unknown;
  readonly pending: boolean;
  readonly submit: string;
  /** Called with a password that is long enough. */
  readonly onChosen: (password: string) => void;
  /** Fields above the password. */
  readonly children?: ReactNode;
  /** What stands below the button. */
  readonly foot?: ReactNode;
}

/** Where a password is chosen, with what it takes. */
export function NewPasswordForm(props: NewPasswordFormProps) {
  const { t } = useTranslation("accounts");
  const [password, setPassword] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = password.length < shortestPassword;
    setTooShort(short);
    if (!short) props.onChosen(password);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={props.error} />
        {props.children}
        <PasswordInput
          label={t("password")}
          description={t("setup.passwordHint", { count: shortestPassword })}
          error={tooShort ? t("setup.passwordTooShort", { count: shortestPassword }) : undefined}
          name="new-password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth size="md" loading={props.pending}>
          {props.submit}
        </Button>
        {props.foot}
      </Stack>
    </form>
  );
}
