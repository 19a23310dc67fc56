import { Button, Group, Modal, Stack, TagsInput, TextInput } from "@mantine/core";
import type { Credential, CredentialType } from "@sluice/api/schemas";
import { isHttpCredentialType } from "@sluice/workflow/node-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { CredentialConnect } from "../credential-connect/credential-connect.tsx";
import { AuthFields } from "./auth-fields.tsx";
import {
  authChangeOf,
  authInputOf,
  type CredentialDraft,
  draftOf,
  isComplete,
  newDraft,
  withType,
} from "./credential-draft.ts";

export interface CredentialDialogProps {
  /** The one to change, `new`, or null while the dialog is closed. */
  readonly credential: Credential | "new" | null;
  /** The types that may be made; left out: all. */
  readonly types?: readonly CredentialType[] | undefined;
  /** What is known of a new one. */
  readonly draft?: Partial<CredentialDraft>;
  readonly onClose: () => void;
  readonly onSaved?: (credential: Credential) => void;
}

/** Makes a credential or changes one. What is stored of its secret is never shown. */
export function CredentialDialog({ credential, types, draft, onClose, onSaved }: CredentialDialogProps) {
  const { t } = useTranslation("credentials");
  return (
    <Modal
      opened={credential !== null}
      onClose={onClose}
      title={credential === null || credential === "new" ? t("new") : t("edit", { name: credential.name })}
      size="lg"
    >
      {credential !== null && (
        <CredentialForm
          stored={credential === "new" ? undefined : credential}
          types={types}
          start={draft ?? {}}
          onClose={onClose}
          onSaved={onSaved}
        />
      )}
    </Modal>
  );
}

function CredentialForm(given: {
  readonly stored: Credential | undefined;
  readonly types: CredentialDialogProps["types"];
  readonly start: Partial<CredentialDraft>;
  readonly onClose: () => void;
  readonly onSaved: CredentialDialogProps["onSaved"];
}) {
  const { types, start, onClose, onSaved } = given;
  /** What was made here, and is to be connected next. */
  const [made, setMade] = useState<Credential | undefined>(undefined);
  const stored = made ?? given.stored;
  const { t } = useTranslation("credentials");
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<CredentialDraft>(
    stored ? draftOf(stored) : { ...newDraft, ...withType(types?.[0] ?? newDraft.type), ...start },
  );
  const change = (part: Partial<CredentialDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => {
      const common = {
        name: draft.name.trim(),
        hosts: isHttpCredentialType(draft.type) ? [...draft.hosts] : [],
      };
      return stored
        ? client.credentials.update({ ...common, id: stored.id, auth: authChangeOf(draft) })
        : client.credentials.create({ ...common, auth: authInputOf(draft) });
    },
    onSuccess: async (saved) => {
      // Whoever chooses it next must find it in the list.
      await queryClient.invalidateQueries({ queryKey: api.credentials.list.key() });
      onSaved?.(saved);
      if (stored === undefined && isConnectable(saved)) {
        setMade(saved);
        setDraft(draftOf(saved));
      } else onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog may stand inside of another form on the screen.
    event.stopPropagation();
    save.mutate();
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        {stored?.oauth && <CredentialConnect credential={stored} />}
        <TextInput
          label={t("name")}
          description={t("nameHint")}
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          data-field="name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <AuthFields draft={draft} stored={stored?.auth.type} types={types} onChange={change} />
        {isHttpCredentialType(draft.type) && (
          <TagsInput
            label={t("hosts")}
            description={t("hostsHint")}
            placeholder={draft.hosts.length === 0 ? "api.example.com" : ""}
            splitChars={[",", " ", ";"]}
            acceptValueOnBlur
            maxTags={100}
            data-field="hosts"
            value={[...draft.hosts]}
            onChange={(hosts) => change({ hosts: hosts.map(hostOf) })}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete(draft, stored?.auth.type)}>
            {t(stored ? "save" : "create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Whether a person has to let Sluice in at its provider. */
function isConnectable({ auth }: Credential): boolean {
  return auth.type === "oauth2" && auth.grant === "authorization-code";
}

/** An address that was pasted whole is taken as its host. */
function hostOf(text: string): string {
  return URL.canParse(text) && /^https?:/i.test(text) ? new URL(text).hostname : text.trim();
}
