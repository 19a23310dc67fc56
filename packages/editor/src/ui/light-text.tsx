// biome-ignore-all lint/suspicious/noArrayIndexKey: pieces of a text have no identity but their place, and hold no state
import { Fragment, useMemo } from "react";
import { type Inline, parseLightMarkup } from "./light-markup.ts";
import classes from "./light-text.module.css";

/** A text with a little Markdown in it, drawn as elements: nothing in it can become HTML. */
export function LightText({ text }: { text: string }) {
  const blocks = useMemo(() => parseLightMarkup(text), [text]);
  return (
    <div className={classes.text}>
      {blocks.map((block, at) => {
        const key = `${at}`;
        if (block.kind === "heading") return <Lines key={key} as="h3" lines={block.lines} />;
        if (block.kind === "paragraph") return <Lines key={key} as="p" lines={block.lines} />;
        return <List key={key} items={block.items} />;
      })}
    </div>
  );
}

function List({ items }: { items: readonly (readonly Inline[])[] }) {
  return (
    <ul>
      {items.map((item, at) => (
        <li key={`${at}`}>
          <Pieces pieces={item} />
        </li>
      ))}
    </ul>
  );
}

function Lines({ as: Tag, lines }: { as: "h3" | "p"; lines: readonly (readonly Inline[])[] }) {
  return (
    <Tag>
      {lines.map((line, at) => (
        <Fragment key={`${at}`}>
          {at > 0 && <br />}
          <Pieces pieces={line} />
        </Fragment>
      ))}
    </Tag>
  );
}

function Pieces({ pieces }: { pieces: readonly Inline[] }) {
  return pieces.map((piece, at) => <Piece key={`${at}`} piece={piece} />);
}

function Piece({ piece }: { piece: Inline }) {
  switch (piece.kind) {
    case "strong":
      return <strong>{piece.text}</strong>;
    case "emphasis":
      return <em>{piece.text}</em>;
    case "code":
      return <code>{piece.text}</code>;
    case "link":
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow" className="nodrag">
          {piece.text}
        </a>
      );
    case "text":
      return piece.text;
  }
}
