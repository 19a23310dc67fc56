import { ActionIcon, Button, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import type { Json } from "@sluice/workflow/node-contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { type DraftUser, listOf, objectOf } from "../../document/trigger-config.ts";
import { PanelSection } from "./panel-section.tsx";
import { PasswordField } from "./password-field.tsx";
import classes from "./trigger-panel.module.css";
import type { TriggerEdits } from "./use-trigger-edits.ts";

export interface AuthSectionProps {
  readonly users: readonly DraftUser[];
  readonly authenticated: boolean;
  readonly edits: TriggerEdits;
}

const newUser: Json = { type: "basic", username: "", password: {} };

/** Who may post: everybody who knows the URL, or those with a user and a password. */
export function AuthSection({ users, authenticated, edits }: AuthSectionProps) {
  const { t } = useTranslation("trigger");
  const auth = useOpenDocument((state) => state.document.trigger.config.auth);
  const entries = listOf(objectOf(auth).any);
  const remove = (at: number) => edits.setUsers(users.length === 1 ? undefined : entries.toSpliced(at, 1));
  return (
    <PanelSection title={t("auth.title")} place="auth">
      <SegmentedControl
        fullWidth
        aria-label={t("auth.title")}
        value={authenticated ? "basic" : "none"}
        data={[
          { value: "none", label: t("auth.none") },
          { value: "basic", label: t("auth.basic") },
        ]}
        onChange={(value) => edits.setUsers(value === "basic" ? [newUser] : undefined)}
      />
      <p className={classes.hint}>{t(authenticated ? "auth.basicHint" : "auth.noneHint")}</p>
      {authenticated && (
        <>
          {users.map((user, at) => (
            <fieldset
              // biome-ignore lint/suspicious/noArrayIndexKey: users have no identity of their own; their place is it
              key={at}
              className={classes.user}
              aria-label={t("auth.user", { number: at + 1 })}
              data-place={JSON.stringify(["auth", "any", at])}
            >
              <TextInput
                label={t("auth.username")}
                value={user.username}
                maxLength={500}
                autoComplete="off"
                spellCheck={false}
                error={problemOfUsername(user, users, t)}
                onChange={(event) => edits.setUser(at, { username: event.currentTarget.value })}
                onBlur={edits.endGroup}
              />
              <PasswordField state={user.password} onChange={(password) => edits.setUser(at, { password })} />
              <Tooltip label={t("auth.remove", { number: at + 1 })}>
                <ActionIcon aria-label={t("auth.remove", { number: at + 1 })} onClick={() => remove(at)}>
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </fieldset>
          ))}
          <div className={classes.buttons}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              disabled={users.length >= 50}
              onClick={() => edits.setUsers([...entries, newUser])}
            >
              {t("auth.add")}
            </Button>
          </div>
        </>
      )}
    </PanelSection>
  );
}

function problemOfUsername(
  user: DraftUser,
  users: readonly DraftUser[],
  t: TFunction<"trigger">,
): string | undefined {
  if (user.username === "") return t("auth.usernameEmpty");
  if (user.username.includes(":")) return t("auth.usernameColon");
  return users.some((other) => other !== user && other.username === user.username)
    ? t("auth.usernameTwice")
    : undefined;
}
