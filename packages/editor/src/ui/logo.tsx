/** The sluice gate: two posts, a lifted board, water passing below. Decorative: the name stands beside it or on its link. */
export function LogoMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--sluice-brand)" />
      <g stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
        <path d="M8 26V6M24 26V6M6 6h20" />
        <path d="M11.6 10.2h8.8v7.2h-8.8z" fill="#fff" strokeWidth="1.6" />
        <path d="M11.4 23.2c1.5-1.9 3.1-1.9 4.6 0s3.1 1.9 4.6 0" stroke="#89c4d6" />
      </g>
    </svg>
  );
}

/** Mark and name on one line. */
export function Wordmark({ size = 24 }: { size?: number }) {
  return (
    <span className="sluice-wordmark">
      <LogoMark size={size} />
      <span style={{ fontSize: `${(size * 0.7) / 16}rem` }}>Sluice</span>
    </span>
  );
}
