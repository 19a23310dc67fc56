import { Button, Input, PasswordInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftUser } from "../../document/trigger-config.ts";
import classes from "./trigger-panel.module.css";

export interface PasswordFieldProps {
  readonly state: DraftUser["password"];
  readonly onChange: (password: string) => void;
}

/** A password goes in and never comes out: what is set can only be replaced. */
export function PasswordField({ state, onChange }: PasswordFieldProps) {
  const { t } = useTranslation("trigger");
  const [replacing, setReplacing] = useState(false);
  const [draft, setDraft] = useState("");
  if (state !== "missing" && !replacing) {
    return (
      <Input.Wrapper label={t("auth.password")} labelElement="div">
        <div className={classes.set}>
          <IconLock size={14} aria-hidden />
          <span>{t(state === "stored" ? "auth.passwordSet" : "auth.passwordTyped")}</span>
          <Button size="compact-xs" variant="default" onClick={() => setReplacing(true)}>
            {t("auth.replace")}
          </Button>
        </div>
      </Input.Wrapper>
    );
  }
  const take = () => {
    if (draft !== "") onChange(draft);
    setDraft("");
    setReplacing(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears of the focus leaving the field and its button, takes no input itself
    <div
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) take();
      }}
    >
      <PasswordInput
        label={t("auth.password")}
        value={draft}
        maxLength={10_000}
        autoComplete="new-password"
        autoFocus={replacing}
        error={state === "missing" && draft === "" ? t("auth.passwordMissing") : undefined}
        visibilityToggleButtonProps={{ "aria-label": t("auth.show"), tabIndex: 0 }}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") {
            event.stopPropagation();
            setDraft("");
            setReplacing(false);
          }
        }}
      />
    </div>
  );
}
