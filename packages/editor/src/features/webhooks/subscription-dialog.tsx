import { Button, Group, Modal, Stack } from "@mantine/core";
import type { Subscription } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { issueText } from "../../api/issue-text.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { focusWrongField } from "../../ui/wrong-field.ts";
import { ShownSecret } from "./shown-secret.tsx";
import {
  changeOf,
  creationOf,
  draftOf,
  faultsOf,
  newDraft,
  refusalsOf,
  type SubscriptionDraft,
} from "./subscription-draft.ts";
import { SubscriptionFields } from "./subscription-fields.tsx";

export interface SubscriptionDialogProps {
  readonly opened: boolean;
  /** Undefined: a new one is made. */
  readonly stored: Subscription | undefined;
  readonly onClose: () => void;
}

/** Makes a subscription, and shows its secret once; or changes one. */
export function SubscriptionDialog({ opened, stored, onClose }: SubscriptionDialogProps) {
  const { t } = useTranslation("webhooks");
  const [showsSecret, setShowsSecret] = useState(false);
  const close = () => {
    setShowsSecret(false);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(stored ? "edit" : "new")}
      size="lg"
      closeOnEscape={!showsSecret}
      closeOnClickOutside={!showsSecret}
    >
      {opened && <SubscriptionForm stored={stored} onClose={close} onSecret={() => setShowsSecret(true)} />}
    </Modal>
  );
}

const none: ReturnType<typeof faultsOf> = new Map();

interface SubscriptionFormProps extends Omit<SubscriptionDialogProps, "opened"> {
  /** The secret is shown, the one time that it can be seen. */
  readonly onSecret: () => void;
}

function SubscriptionForm({ stored, onClose, onSecret }: SubscriptionFormProps) {
  const { t } = useTranslation("webhooks");
  const { t: tUi } = useTranslation("ui");
  const queryClient = useQueryClient();
  // What is stored may change while the form is open: a change is one to what was seen when it opened.
  const [before] = useState<SubscriptionDraft | undefined>(stored && draftOf(stored));
  const [draft, setDraft] = useState<SubscriptionDraft>(before ?? newDraft);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(draft, before);
  const save = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (stored && before) {
        await client.webhooks.change({ id: stored.id, ...changeOf(draft, before) });
        return null;
      }
      const { secret, format } = await client.webhooks.create(creationOf(draft));
      return format === "plain" ? null : secret;
    },
    onSuccess: async (secret) => {
      if (secret !== null) onSecret();
      await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
      if (secret === null) onClose();
    },
  });
  if (save.data) return <ShownSecret secret={save.data} onClose={onClose} />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (faults.size === 0) return save.mutate();
    flushSync(() => setTried(true));
    focusWrongField(event.currentTarget);
  };
  return (
    <form onSubmit={submit} autoComplete="off" noValidate>
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <SubscriptionFields
          draft={draft}
          before={before}
          faults={tried ? faults : none}
          refusals={refusalsOf(save.error, (issue) => issueText(issue, tUi))}
          onChange={(part) => {
            if (save.isError) save.reset();
            setDraft((now) => ({ ...now, ...part }));
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(stored ? "save" : "create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
