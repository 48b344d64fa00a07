/** Quittance's mark: a receipt with a tick. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="mark">
      <rect width="32" height="32" rx="7" className="mark-ground" />
      <path
        d="M9 7.500h14v17l-2.400-1.600-2.300 1.600-2.300-1.600-2.300 1.600-2.300-1.600L9 24.500z"
        className="mark-paper"
      />
      <path d="m12.400 15.200 2.600 2.600 5-5.200" className="mark-tick" />
    </svg>
  );
}
