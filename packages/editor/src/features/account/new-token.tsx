import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { covers, roleScopes, tokenScopes } from "@sluice/api/roles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useRole } from "../../api/may.ts";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { type Expiry, expiries, expiryTime } from "./expiry.ts";

/** Makes a token, and shows it the one time that it can be seen. */
export function NewToken({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <Modal opened={opened} onClose={onClose} title={t("tokens.new")}>
      <NewTokenForm onClose={onClose} />
    </Modal>
  );
}

function NewTokenForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const queryClient = useQueryClient();
  const own = roleScopes[useRole()];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["workflows:read"]);
  const [expiry, setExpiry] = useState<Expiry>("90");
  const create = useMutation(
    api.tokens.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.tokens.list.key() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      scopes: tokenScopes.filter((scope) => scopes.includes(scope)),
      expiresAt: expiryTime(expiry, Date.now()),
    });
  };
  if (create.data !== undefined) {
    return (
      <ShownOnce
        value={create.data.token}
        title={t("tokens.onceTitle")}
        text={t("tokens.onceText")}
        copy={t("tokens.copy")}
        done={t("tokens.done")}
        testId="new-token"
        onClose={onClose}
      />
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={create.error} />
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.nameHint")}
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group
          label={t("tokens.scopesLabel")}
          description={t("tokens.noMore")}
          value={scopes}
          onChange={setScopes}
        >
          <Stack gap="xs" mt={6}>
            {tokenScopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                // "*" is all that its person may, whatever that is.
                disabled={scope !== "*" && !covers(own, scope)}
                label={t(`tokens.scopes.${scope === "*" ? "all" : scope.replace(":", "-")}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label={t("tokens.expiry")}
          allowDeselect={false}
          value={expiry}
          onChange={(value) => setExpiry(expiries.find((known) => known === value) ?? "90")}
          data={expiries.map((value) => ({
            value,
            label: value === "never" ? t("tokens.noExpiry") : t("tokens.days", { count: Number(value) }),
          }))}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={name.trim() === "" || scopes.length === 0}
          >
            {t("tokens.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
