import {
  IconArrowsSplit2,
  IconBox,
  IconBraces,
  IconCode,
  IconFilterSearch,
  IconFlag,
  IconFunction,
  IconGitBranch,
  IconMessageReply,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";

/** The icons that definitions name. Listed one by one, so that a build carries these and not all 6,000. */
const nodeIcons: Readonly<Record<string, TablerIcon>> = {
  "arrows-split-2": IconArrowsSplit2,
  braces: IconBraces,
  code: IconCode,
  "filter-search": IconFilterSearch,
  flag: IconFlag,
  function: IconFunction,
  "git-branch": IconGitBranch,
  "message-reply": IconMessageReply,
  webhook: IconWebhook,
};

/** The icon of a node type, by its definition's name; a plain box for one that is not known here. */
export function NodeIcon({ name, size = 18 }: { name: string | undefined; size?: number }) {
  const Icon = (name === undefined ? undefined : nodeIcons[name]) ?? IconBox;
  return <Icon size={size} stroke={1.75} aria-hidden />;
}
