import { Button, Input, PasswordInput, Textarea } from "@mantine/core";
import { IconLock, IconRefresh, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretState } from "../../document/sender-config.ts";
import { newSecret, type SecretShape } from "./new-secret.ts";
import classes from "./senders.module.css";
import { ShownOnce } from "./shown-once.tsx";

export interface SecretFieldProps {
  readonly label: string;
  readonly state: SecretState;
  /** How a new one is made here; left out: the other side makes it. */
  readonly shape?: SecretShape | undefined;
  /** Written before a new one (`whsec_`). */
  readonly prefix?: string;
  /** Said while there is none. */
  readonly missing: string;
  /** It has several lines (a public key). */
  readonly lines?: boolean;
  readonly onChange: (value: string) => void;
}

/** A secret goes in, typed or made here, and never comes out: what is set can only be replaced. */
export function SecretField({ label, state, shape, prefix, missing, lines, onChange }: SecretFieldProps) {
  const { t } = useTranslation("senders");
  const [replacing, setReplacing] = useState(false);
  const [draft, setDraft] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const make = () => {
    if (shape === undefined) return;
    const value = newSecret(shape, prefix);
    setMade(value);
    setDraft("");
    setReplacing(false);
    onChange(value);
  };
  const makeButton = shape !== undefined && (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconSparkles size={13} aria-hidden />}
      onMouseDown={(event) => event.preventDefault()}
      onClick={make}
    >
      {t("secret.make")}
    </Button>
  );
  if (made !== null && state !== "missing") {
    return <ShownOnce label={label} value={made} onDone={() => setMade(null)} />;
  }
  if (state !== "missing" && !replacing) {
    return (
      <Input.Wrapper label={label} labelElement="div">
        <div className={classes.set}>
          <IconLock size={14} aria-hidden />
          <span>{t(state === "stored" ? "secret.stored" : "secret.saving")}</span>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size={13} aria-hidden />}
            onClick={() => setReplacing(true)}
          >
            {t("secret.replace")}
          </Button>
        </div>
      </Input.Wrapper>
    );
  }
  const take = () => {
    if (draft.trim() !== "") onChange(lines ? draft.trim() : draft);
    setDraft("");
    setReplacing(false);
  };
  const field = {
    label,
    value: draft,
    maxLength: 10_000,
    autoFocus: replacing,
    error: state === "missing" && draft === "" ? missing : undefined,
    "data-own-undo": true,
  };
  const leave = () => {
    setDraft("");
    setReplacing(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears of the focus leaving the field and its buttons, takes no input itself
    <div
      className={classes.secret}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) take();
      }}
    >
      {lines ? (
        <Textarea
          {...field}
          classNames={{ input: classes.mono ?? "" }}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            leave();
          }}
        />
      ) : (
        <PasswordInput
          {...field}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("secret.show"), tabIndex: 0 }}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") take();
            if (event.key !== "Escape") return;
            event.stopPropagation();
            leave();
          }}
        />
      )}
      {makeButton}
    </div>
  );
}
