import { useEffect, useState } from 'react';
import { useConnectionStatus } from '../engine/use-engine.ts';

/** A calm line while the engine is out of reach; it waits half a second, since most breaks are shorter. */
export function ReconnectingBar() {
  const status = useConnectionStatus();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (status === 'open') return;
    const timer = setTimeout(() => setLong(true), status === 'connecting' ? 2000 : 500);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <div role="status" className="reconnecting-region">
      {isLong && status !== 'open' ? (
        <div className="reconnecting-bar">
          <span className="spinner-ring" aria-hidden="true" />
          {status === 'connecting'
            ? 'Waiting for the engine to start…'
            : 'Reconnecting to the engine. What you type is kept here and saved when it is back.'}
        </div>
      ) : null}
    </div>
  );
}
