import classes from "./spark-line.module.css";

export interface SparkLineProps {
  /** In order of time. `part` stands at the bottom of `total`, in another colour. */
  readonly bars: readonly { readonly total: number; readonly part: number }[];
  /** All that it says, for those who do not see it; also shown under the pointer. */
  readonly label: string;
}

const barWidth = 4;
const height = 22;

/** Figures over time as small bars, the highest as high as there is room. */
export function SparkLine({ bars, label }: SparkLineProps) {
  const highest = Math.max(1, ...bars.map(({ total }) => total));
  const heightOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / highest) * height));
  return (
    <svg
      className={classes.line}
      role="img"
      aria-label={label}
      width={bars.length * barWidth}
      height={height}
      viewBox={`0 0 ${bars.length * barWidth} ${height}`}
    >
      <title>{label}</title>
      {bars.map(({ total, part }, index) => {
        const [whole, below] = [heightOf(total), heightOf(part)];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <g key={index} transform={`translate(${index * barWidth} 0)`}>
            <rect className={classes.ground} width={barWidth - 1} y={height - 1} height={1} />
            <rect className={classes.total} width={barWidth - 1} y={height - whole} height={whole} />
            <rect className={classes.part} width={barWidth - 1} y={height - below} height={below} />
          </g>
        );
      })}
    </svg>
  );
}
