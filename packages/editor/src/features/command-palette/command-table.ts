import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconBoxMargin,
  IconBoxOff,
  IconClipboard,
  IconClipboardCheck,
  IconClockRecord,
  IconCloudUpload,
  IconCommand,
  IconCopy,
  IconDots,
  IconDownload,
  IconEyeOff,
  IconFocusCentered,
  IconFold,
  IconFoldDown,
  IconGridDots,
  IconHistory,
  IconKeyboard,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconListTree,
  IconMaximize,
  IconNote,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlugConnected,
  IconPlugOff,
  IconPlus,
  IconPointer,
  IconRepeat,
  IconReplace,
  IconRoute,
  IconScissors,
  IconSelectAll,
  IconSend,
  IconSparkles,
  IconTrash,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
  type TablerIcon,
} from "@tabler/icons-react";

export type CommandGroup = "workflow" | "edit" | "drawing" | "arrange" | "view" | "help";

/** The order in which palette and help list the groups. */
export const commandGroups: readonly CommandGroup[] = [
  "workflow",
  "edit",
  "drawing",
  "arrange",
  "view",
  "help",
];

export interface CommandRow {
  readonly group: CommandGroup;
  readonly icon: TablerIcon;
  /** `Mod+Shift+z`: `Mod` is ⌘ on a Mac, else Ctrl; the last part is what `KeyboardEvent.key` says, letters small. */
  readonly keys: readonly string[];
  /**
   * Where the keys are heard: in the whole editor, its fields included; or only while the focus is on the drawing
   * (canvas, outline) or on nothing, and in no field.
   */
  readonly where: "anywhere" | "drawing";
  /** Done by the browser or the canvas itself: the help lists its keys, nothing here runs it. */
  readonly native?: boolean;
}

type Keys = readonly string[];
const anywhere = (group: CommandGroup, icon: TablerIcon, keys: Keys = []): CommandRow => ({
  group,
  icon,
  keys,
  where: "anywhere",
});
const drawing = (group: CommandGroup, icon: TablerIcon, keys: Keys = []): CommandRow => ({
  group,
  icon,
  keys,
  where: "drawing",
});
const native = (group: CommandGroup, icon: TablerIcon, keys: Keys): CommandRow => ({
  ...drawing(group, icon, keys),
  native: true,
});

/**
 * Every command of the editor. Menus, toolbars, keys, the palette and the help all read this table; what a command does
 * is given by the feature that can do it (`useCommands`), and its words stand in `i18n/<language>/commands.json`.
 */
export const commandTable = {
  publish: anywhere("workflow", IconCloudUpload),
  sendTest: anywhere("workflow", IconSend),
  problems: anywhere("workflow", IconAlertTriangle),
  find: anywhere("workflow", IconReplace, ["Mod+Shift+f"]),
  versions: anywhere("workflow", IconHistory),
  moments: anywhere("workflow", IconClockRecord),
  tests: anywhere("workflow", IconClipboardCheck),
  download: anywhere("workflow", IconDownload),
  pause: anywhere("workflow", IconPlayerPause),
  resume: anywhere("workflow", IconPlayerPlay),
  unpublish: anywhere("workflow", IconPlugOff),

  undo: anywhere("edit", IconArrowBackUp, ["Mod+z"]),
  redo: anywhere("edit", IconArrowForwardUp, ["Mod+Shift+z", "Mod+y"]),
  copy: native("edit", IconCopy, ["Mod+c"]),
  cut: native("edit", IconScissors, ["Mod+x"]),
  paste: native("edit", IconClipboard, ["Mod+v"]),
  duplicate: drawing("edit", IconCopy, ["Mod+d"]),
  selectAll: drawing("edit", IconSelectAll, ["Mod+a"]),
  toggleDisabled: drawing("edit", IconEyeOff),
  remove: drawing("edit", IconTrash, ["Delete", "Backspace"]),

  settings: drawing("drawing", IconAdjustments, ["Enter"]),
  addNode: drawing("drawing", IconPlus, ["/"]),
  addAfter: drawing("drawing", IconPlus, ["a"]),
  addInside: drawing("drawing", IconBoxMargin),
  connect: drawing("drawing", IconPlugConnected, ["c"]),
  wrap: drawing("drawing", IconRepeat, ["g"]),
  moveInto: drawing("drawing", IconFold, ["m"]),
  fold: drawing("drawing", IconFoldDown, ["f"]),
  dissolve: drawing("drawing", IconBoxOff),
  addNote: drawing("drawing", IconNote, ["n"]),
  tryNode: drawing("drawing", IconPlayerPlay),
  tryUntil: drawing("drawing", IconPlayerTrackNext),
  menu: drawing("drawing", IconDots, ["Shift+F10", "ContextMenu"]),

  tidy: drawing("arrange", IconSparkles),
  alignLeft: drawing("arrange", IconLayoutAlignLeft),
  alignCentre: drawing("arrange", IconLayoutAlignCenter),
  alignRight: drawing("arrange", IconLayoutAlignRight),
  alignTop: drawing("arrange", IconLayoutAlignTop),
  alignMiddle: drawing("arrange", IconLayoutAlignMiddle),
  alignBottom: drawing("arrange", IconLayoutAlignBottom),
  distributeAcross: drawing("arrange", IconLayoutDistributeHorizontal),
  distributeDown: drawing("arrange", IconLayoutDistributeVertical),
  moveLeft: drawing("arrange", IconArrowLeft, ["Mod+ArrowLeft"]),
  moveRight: drawing("arrange", IconArrowRight, ["Mod+ArrowRight"]),
  moveUp: drawing("arrange", IconArrowUp, ["Mod+ArrowUp"]),
  moveDown: drawing("arrange", IconArrowDown, ["Mod+ArrowDown"]),
  snap: drawing("arrange", IconGridDots),

  fit: drawing("view", IconMaximize, ["0"]),
  zoomSelection: drawing("view", IconFocusCentered, ["2"]),
  zoomReset: drawing("view", IconZoomReset, ["1"]),
  zoomIn: drawing("view", IconZoomIn, ["+"]),
  zoomOut: drawing("view", IconZoomOut, ["-"]),
  nodeTypes: anywhere("view", IconLayoutSidebar),
  outline: anywhere("view", IconListTree, ["Mod+Shift+o"]),
  inspector: anywhere("view", IconLayoutSidebarRight),
  executions: anywhere("view", IconRoute),
  toDrawing: native("view", IconPointer, ["Escape"]),

  palette: anywhere("help", IconCommand, ["Mod+k"]),
  shortcuts: drawing("help", IconKeyboard, ["?"]),
} as const satisfies Record<string, CommandRow>;

export type CommandId = keyof typeof commandTable;

export const commandIds = Object.keys(commandTable) as CommandId[];

/** Those of the groups that change the drawing which change nothing. */
const harmless: ReadonlySet<CommandId> = new Set(["copy", "selectAll", "settings", "menu", "snap"]);
const changing: ReadonlySet<CommandGroup> = new Set(["edit", "drawing", "arrange"]);
const building: ReadonlySet<CommandId> = new Set(["publish", "unpublish", "sendTest", "tests", "nodeTypes"]);

/** Whether a command is for those who may change the workflow. */
export function changesWorkflow(id: CommandId): boolean {
  return building.has(id) || (changing.has(commandTable[id].group) && !harmless.has(id));
}

export function rowOf(id: CommandId): CommandRow {
  return commandTable[id];
}
