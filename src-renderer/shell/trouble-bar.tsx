import { useTrouble } from '../engine/use-engine.ts';

/** A line while something that is shown cannot be read: what stands below is what was read last. */
export function TroubleBar() {
  const trouble = useTrouble();
  return (
    <div role="alert" className="trouble-region">
      {trouble ? (
        <p className="trouble-bar">
          Some of this cannot be read, and may be out of date. {trouble.message}{' '}
          <span className="problem-code">{trouble.code}</span>
        </p>
      ) : null}
    </div>
  );
}
