/** A piece of a line. */
export type Inline =
  | { readonly kind: "text" | "strong" | "emphasis" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "heading"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] };

/** Only what opens a page or a mail: a note comes from anybody who may edit, and is clicked by others. */
const safeSchemes = new Set(["https:", "http:", "mailto:"]);

/**
 * Reads a little Markdown: `# heading`, `- list`, `**strong**`, `*emphasis*`, `` `code` ``, `[text](https://…)` and bare
 * https addresses. It yields pieces of text and never HTML; whatever is not one of these is text as it stands.
 */
export function parseLightMarkup(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: Inline[][] = [];
  let items: Inline[][] = [];
  const close = () => {
    if (lines.length > 0) blocks.push({ kind: "paragraph", lines });
    if (items.length > 0) blocks.push({ kind: "list", items });
    lines = [];
    items = [];
  };
  for (const line of source.split(/\r?\n/)) {
    const heading = /^#{1,3} +(.+)$/.exec(line)?.[1];
    const item = /^\s*[-*] +(.+)$/.exec(line)?.[1];
    if (line.trim() === "") close();
    else if (heading !== undefined) {
      close();
      blocks.push({ kind: "heading", lines: [parseLine(heading)] });
    } else if (item !== undefined) {
      if (lines.length > 0) close();
      items.push(parseLine(item));
    } else {
      if (items.length > 0) close();
      lines.push(parseLine(line));
    }
  }
  close();
  return blocks;
}

// Every repetition stops at the sign that ends it, so that no text takes more than linear time.
const marks =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^[\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"'()]+[^\s<>"'().,;:!?])/g;

function parseLine(line: string): Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of line.matchAll(marks)) {
    const [whole, code, strong, emphasis, label, target, address] = match;
    const piece = pieceOf({ code, strong, emphasis, label, target: target ?? address });
    if (piece === undefined) continue;
    if (match.index > end) pieces.push({ kind: "text", text: line.slice(end, match.index) });
    pieces.push(piece);
    end = match.index + whole.length;
  }
  if (end < line.length) pieces.push({ kind: "text", text: line.slice(end) });
  return pieces;
}

function pieceOf(found: {
  code: string | undefined;
  strong: string | undefined;
  emphasis: string | undefined;
  label: string | undefined;
  target: string | undefined;
}): Inline | undefined {
  const { code, strong, emphasis, label, target } = found;
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis };
  if (target === undefined || !URL.canParse(target) || !safeSchemes.has(new URL(target).protocol))
    return undefined;
  return { kind: "link", text: label ?? target, href: target };
}
