import { Button, Group, Modal, Stack } from "@mantine/core";
import type { Subscription } from "@sluice/api/schemas";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ShownSecret } from "./shown-secret.tsx";
import {
  changeOf,
  creationOf,
  draftOf,
  isComplete,
  newDraft,
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

interface SubscriptionFormProps extends Omit<SubscriptionDialogProps, "opened"> {
  /** The secret is shown, the one time that it can be seen. */
  readonly onSecret: () => void;
}

function SubscriptionForm({ stored, onClose, onSecret }: SubscriptionFormProps) {
  const { t } = useTranslation("webhooks");
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<SubscriptionDraft>(stored ? draftOf(stored) : newDraft);
  const save = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (stored) {
        await client.webhooks.change({ id: stored.id, ...changeOf(draft) });
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md">
        <ProblemAlert error={save.error} />
        <SubscriptionFields
          draft={draft}
          isNew={stored === undefined}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isComplete(draft)}>
            {t(stored ? "save" : "create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
