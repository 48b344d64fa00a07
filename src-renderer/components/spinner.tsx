import { useSlow } from './use-slow.ts';

/** Says that something is under way, but only when it takes longer than 300 ms. */
export function SlowSpinner({ label }: { label: string }) {
  return useSlow(true) ? (
    <span className="spinner" role="status">
      <span className="spinner-ring" aria-hidden="true" />
      {label}
    </span>
  ) : null;
}
