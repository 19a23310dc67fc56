import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ProblemAlert } from "../../api/problem-alert.tsx";
import classes from "./deletion.module.css";

/** A node that works with what is to be deleted. */
interface Use {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly node: string;
  readonly nodeName: string;
}

export interface DeletionProps<SomeUse extends Use> {
  /** What is to be deleted; null: nothing is asked. */
  readonly item: { readonly id: string; readonly name: string; readonly usedBy: readonly SomeUse[] } | null;
  readonly texts: {
    readonly title: (name: string) => string;
    readonly used: string;
    readonly unused: string;
    readonly cancel: string;
    readonly confirm: string;
    /** What the button is called when workflows use the item. */
    readonly anyway: string;
  };
  /** More about a use, after the name of its node. */
  readonly noteOf?: (use: SomeUse) => string;
  /** Forced when workflows use it. */
  readonly remove: (asked: { id: string; force: boolean }) => Promise<unknown>;
  /** Reads the list anew, whatever became of it. */
  readonly onSettled: () => Promise<void>;
  readonly onClose: () => void;
}

/** Says which workflows use something before it is gone. */
export function Deletion<SomeUse extends Use>(props: DeletionProps<SomeUse>) {
  const { item, texts, onClose } = props;
  return (
    <Modal
      opened={item !== null}
      onClose={onClose}
      title={item === null ? texts.confirm : texts.title(item.name)}
    >
      {item !== null && <Confirmation {...props} item={item} />}
    </Modal>
  );
}

function Confirmation<SomeUse extends Use>(
  props: DeletionProps<SomeUse> & { readonly item: NonNullable<DeletionProps<SomeUse>["item"]> },
) {
  const { item, texts, noteOf, onSettled, onClose } = props;
  const { id, usedBy } = item;
  const remove = useMutation({ mutationFn: props.remove, onSuccess: onClose, onSettled });
  const used = usedBy.length > 0;
  return (
    <Stack gap="md">
      <ProblemAlert error={remove.error} />
      <Text size="sm">{used ? texts.used : texts.unused}</Text>
      {used && (
        <ul className={classes.uses}>
          {usedBy.map((use) => (
            <li key={`${use.workflowId}/${use.node}`}>
              <Link to="/workflows/$id" params={{ id: use.workflowId }}>
                {use.workflowName}
              </Link>{" "}
              <span className={classes.node}>
                {use.nodeName}
                {noteOf && ` ${noteOf(use)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {texts.cancel}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ id, force: used })}>
          {used ? texts.anyway : texts.confirm}
        </Button>
      </Group>
    </Stack>
  );
}
