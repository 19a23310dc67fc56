import {
  IconArrowGuide,
  IconArrowsSplit2,
  IconBox,
  IconBraces,
  IconClockPause,
  IconCode,
  IconDatabase,
  IconDeviceMobileMessage,
  IconFilterSearch,
  IconFlag,
  IconFunction,
  IconGitBranch,
  IconHourglass,
  IconMail,
  IconMessageCircle,
  IconMessageReply,
  IconRefreshDot,
  IconRepeat,
  IconShieldCheck,
  IconSparkles,
  IconSpeakerphone,
  IconWebhook,
  IconWorldShare,
  type TablerIcon,
} from "@tabler/icons-react";

/** The icons that definitions name. Listed one by one, so that a build carries these and not all 6,000. */
const nodeIcons: Readonly<Record<string, TablerIcon>> = {
  "arrow-guide": IconArrowGuide,
  "arrows-split-2": IconArrowsSplit2,
  braces: IconBraces,
  "clock-pause": IconClockPause,
  code: IconCode,
  database: IconDatabase,
  "device-mobile-message": IconDeviceMobileMessage,
  "filter-search": IconFilterSearch,
  flag: IconFlag,
  function: IconFunction,
  "git-branch": IconGitBranch,
  hourglass: IconHourglass,
  mail: IconMail,
  "message-circle": IconMessageCircle,
  "message-reply": IconMessageReply,
  "refresh-dot": IconRefreshDot,
  repeat: IconRepeat,
  "shield-check": IconShieldCheck,
  sparkles: IconSparkles,
  speakerphone: IconSpeakerphone,
  webhook: IconWebhook,
  "world-share": IconWorldShare,
};

/** The icon of a node type, by its definition's name; a plain box for one that is not known here. */
export function NodeIcon({ name, size = 18 }: { name: string | undefined; size?: number }) {
  const Icon = (name === undefined ? undefined : nodeIcons[name]) ?? IconBox;
  return <Icon size={size} stroke={1.75} aria-hidden />;
}
