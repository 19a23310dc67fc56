import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import type { Role } from "@sluice/api/roles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { useShownLanguage } from "../../i18n/use-language.ts";
import type { ShownLink } from "./link-dialog.tsx";
import { RoleSelect } from "./role-select.tsx";

export interface InviteDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onInvited: (link: ShownLink) => void;
}

export function InviteDialog({ opened, onClose, onInvited }: InviteDialogProps) {
  const { t } = useTranslation("people");
  return (
    <Modal opened={opened} onClose={onClose} title={t("inviteForm.title")}>
      <InviteForm onClose={onClose} onInvited={onInvited} />
    </Modal>
  );
}

function InviteForm({ onClose, onInvited }: Omit<InviteDialogProps, "opened">) {
  const { t } = useTranslation("people");
  const language = useShownLanguage();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const invite = useMutation(
    api.invitations.create.mutationOptions({
      onSuccess: ({ email: invited, link, mailed }) => {
        void queryClient.invalidateQueries({ queryKey: api.invitations.key() });
        onInvited({ email: invited, link, mailed });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: email.trim(), role, language });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("inviteForm.text")}
        </Text>
        <ProblemAlert error={invite.error} />
        <TextInput
          label={t("email")}
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          data-autofocus
          data-field="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect label={t("role")} value={role} onChange={setRole} />
        <Text size="sm" c="dimmed">
          {t(`roleHints.${role}`)}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={email.trim() === ""}>
            {t("inviteForm.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
