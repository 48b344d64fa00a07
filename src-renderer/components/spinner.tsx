import { useEffect, useState } from 'react';

/** Says that something is under way, but only when it takes longer than 300 ms: quick work shows no flicker. */
export function SlowSpinner({ label }: { label: string }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return isSlow ? (
    <span className="spinner" role="status">
      <span className="spinner-ring" aria-hidden="true" />
      {label}
    </span>
  ) : null;
}
