import { Handle, Position } from "@xyflow/react";
import classes from "./node-card.module.css";

/** The dot that an edge is drawn from; `top` places it where no row of its own does. */
export function Exit({ port, top }: { port: string; top?: number }) {
  return (
    <Handle
      type="source"
      id={port}
      position={Position.Right}
      className={`${classes.handle} ${classes.source}`}
      data-port={port}
      {...(top === undefined ? {} : { style: { top } })}
    />
  );
}
