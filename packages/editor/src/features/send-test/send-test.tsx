import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { useCommands } from "../command-palette/use-commands.ts";
import classes from "./send-test.module.css";
import type { KeptForm } from "./send-test-form.tsx";

const SendTestForm = lazyPart(async () => (await import("./send-test-form.tsx")).SendTestForm);

/** "Send a test": really posts to the trigger URL and shows the answer. `short` stands beside "Publish". */
export function SendTest({ short = false }: { short?: boolean }) {
  const { t } = useTranslation("test");
  const [opened, { open, close }] = useDisclosure(false);
  const [kept, setKept] = useState<KeptForm | null>(null);
  useCommands(useMemo(() => (short ? { sendTest: { run: open } } : {}), [short, open]));
  return (
    <>
      {short ? (
        <Button
          variant="default"
          aria-label={t("short")}
          leftSection={<IconSend size={16} aria-hidden />}
          classNames={{ root: classes.short ?? "", section: classes.shortIcon ?? "" }}
          onClick={open}
        >
          <span className={classes.shortWord}>{t("short")}</span>
        </Button>
      ) : (
        <Button size="xs" leftSection={<IconSend size={14} aria-hidden />} onClick={open}>
          {t("open")}
        </Button>
      )}
      <Modal
        opened={opened}
        onClose={() => {
          setKept(null);
          close();
        }}
        title={t("title")}
        size="xl"
      >
        <SendTestForm
          kept={kept}
          onLeave={(form) => {
            setKept(form);
            close();
          }}
        />
      </Modal>
    </>
  );
}
