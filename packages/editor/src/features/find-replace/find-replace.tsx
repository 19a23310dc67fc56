import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../ui/lazy-part.tsx";
import { useCommands } from "../command-palette/use-commands.ts";

const FindForm = lazyPart(async () => (await import("./find-form.tsx")).FindForm);

/** Finds and replaces texts in the whole workflow, beside the drawing. */
export function FindReplace() {
  const { t } = useTranslation("find");
  const [opened, { open, close }] = useDisclosure(false);
  useCommands(useMemo(() => ({ find: { run: open } }), [open]));
  return (
    <Drawer opened={opened} onClose={close} position="right" size="lg" title={t("title")}>
      <FindForm onClose={close} />
    </Drawer>
  );
}
